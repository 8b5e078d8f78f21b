#include "intake/text.h"

#include <doctest/doctest.h>

#include "intake/content_line.h"

using namespace courtesy;
using namespace courtesy::intake;
using namespace std::string_view_literals;

TEST_CASE("only UTF-8 without NUL is text") {
  for (const auto good : {""sv, "abc"sv, "\xC3\xA9"sv, "\xE2\x82\xAC"sv, "\xF0\x9F\x98\x80"sv, "\xED\x9F\xBF"sv})
    CHECK(is_text(good));
  for (const auto bad : {"\0"sv, "\xC3"sv, "\xA9"sv, "\xC0\x80"sv, "\xE0\x80\x80"sv, "\xED\xA0\x80"sv,
                         "\xF4\x90\x80\x80"sv, "\xF0\x80\x80\x80"sv, "\xFF"sv, "a\xE2\x82"sv}) {
    CHECK_FALSE(is_text(bad));
  }
}

TEST_CASE("broken UTF-16 and UTF-32 are refused") {
  for (const auto bad :
       {"\xFF\xFE\x41"sv, "\xFE\xFF\xD8\x00"sv, "\xFE\xFF\xDC\x00\x00\x41"sv, "\xFF\xFE\0\0A\0\0\0"sv}) {
    CHECK_FALSE(decode(bad, 100, "file").ok());
  }
  CHECK(decode("\xFE\xFF\xD8\x3D\xDE\x00"sv, 100, "file").value() == "\xF0\x9F\x98\x80");
}

TEST_CASE("a cut leaves no half of a character") {
  CHECK(cut("a\xC3\xA9z", 2) == "a");
  CHECK(cut("a\xC3\xA9z", 3) == "a\xC3\xA9");
  CHECK(cut("\xF0\x9F\x98\x80", 3).empty());
  CHECK(cut("abc", 9) == "abc");
}

TEST_CASE("a name shown in a reason is short and without control characters") {
  CHECK(shown("Europe/\x01Paris\xFF") == "Europe/?Paris?");
  CHECK(shown(std::string(100, 'x')) == std::string(60, 'x') + "...");
}

TEST_CASE("lines are unfolded, and each knows on which line it began") {
  LineReader reader("A:1\r\n 2\r\n\t3\r\n\r\nB:\n  x\nC");
  const auto a = reader.next();
  CHECK(a->text == "A:123");
  CHECK(a->number == 1);
  const auto b = reader.next();
  CHECK(b->text == "B: x");
  CHECK(b->number == 5);
  CHECK(reader.next()->number == 7);
  CHECK_FALSE(reader.next());
  CHECK(reader.line() == 7);
  LineReader old("A:1\rB:2\r");
  CHECK(old.next()->text == "A:1");
  CHECK(old.next()->text == "B:2");
}

TEST_CASE("parameters may be quoted, listed and careted") {
  const auto line = parse_property({3, "attendee;CN=\"Gil; Ana: ^'x^'\";MEMBER=\"a\",b;EMPTY=:mailto:a@b.example"});
  REQUIRE(line);
  CHECK(line->name == "ATTENDEE");
  CHECK(line->parameter("CN") == "Gil; Ana: \"x\"");
  CHECK(line->parameters[1].values == std::vector<std::string>{"a", "b"});
  CHECK(line->value == "mailto:a@b.example");
  CHECK(line->line == 3);
  for (const auto* bad : {"", "A", ":x", "A;B:x", "A;=x:y", "A;B=\"x:y", "A B:x", "A;B=x", "A;B=\"x\"y:z"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_property({1, bad}).has_value());
  }
  CHECK(unescaped("a\\nb\\, \\; \\\\ \\N c:\\d\\") == "a\nb, ; \\ \n c:\\d\\");
}
