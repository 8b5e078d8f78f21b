#include "gateway/segments.h"

#include <doctest/doctest.h>

#include "gateway/utf8.h"

using namespace courtesy;

namespace {

std::string times(int n, std::string_view text) {
  std::string out;
  for (int i = 0; i < n; ++i) out += text;
  return out;
}

int parts(const std::string& text) { return segments(text).parts; }

}  // namespace

TEST_CASE("a text of the GSM alphabet has 160 characters in one part and 153 in each of several") {
  CHECK(segments(times(160, "a")) == Segments{TextAlphabet::gsm7, 160, 1});
  CHECK(parts(times(161, "a")) == 2);
  CHECK(parts(times(306, "a")) == 2);
  CHECK(parts(times(307, "a")) == 3);
  CHECK(parts("") == 0);
}

TEST_CASE("one character outside the GSM alphabet makes it 70 and 67") {
  CHECK(segments(times(70, "中")) == Segments{TextAlphabet::ucs2, 70, 1});
  CHECK(parts(times(71, "中")) == 2);
  CHECK(parts(times(159, "a") + "’") == 3);
  CHECK(parts(times(134, "中")) == 2);
  CHECK(parts(times(135, "中")) == 3);
}

TEST_CASE("an accent of its own is another character than an accented letter") {
  CHECK(segments(times(70, "é")).alphabet == TextAlphabet::gsm7);
  CHECK(parts(times(70, "é")) == 1);
  CHECK(parts(times(70, "e\u0301")) == 3);
}

TEST_CASE("a line end of CR and LF is two characters") {
  CHECK(parts(times(80, "a") + "\r\n" + times(79, "a")) == 2);
  CHECK(parts(times(80, "a") + "\n" + times(79, "a")) == 1);
  CHECK(parts(times(200, "a") + "\r\n" + times(105, "a")) == 3);
}

TEST_CASE("a character of the extension takes two places, and is not split between parts") {
  CHECK(segments("€|^{}[]~\\") == Segments{TextAlphabet::gsm7, 18, 1});
  CHECK(parts(times(80, "€")) == 1);
  CHECK(parts(times(81, "€")) == 2);
  CHECK(segments(times(152, "a") + "€" + times(152, "a")) == Segments{TextAlphabet::gsm7, 306, 3});
}

TEST_CASE("an emoji takes two UTF-16 units, and is not split between parts") {
  CHECK(segments("👋") == Segments{TextAlphabet::ucs2, 2, 1});
  CHECK(parts(times(35, "👋")) == 1);
  CHECK(segments(times(66, "中") + "👋" + times(66, "中")) == Segments{TextAlphabet::ucs2, 134, 3});
}

TEST_CASE("a broken byte is counted dearly, not passed over") {
  CHECK(segments("abc\xFF") == Segments{TextAlphabet::ucs2, 4, 1});
}

TEST_CASE("typographic quotes, dashes, dots and spaces become plain ones, letters stay") {
  CHECK(plain_punctuation("“Ana’s” visit — 9\u00A0am…") == "\"Ana's\" visit - 9 am...");
  CHECK(plain_punctuation("Ñandú 中 👋") == "Ñandú 中 👋");
  CHECK(parts(plain_punctuation(times(159, "a") + "’")) == 1);
}

TEST_CASE("the characters that make a text dearer are told, each once, and what is plainer") {
  const auto dear = dear_characters("“Ana’s” 中👋, Ñandú € — Ana’s");
  std::string all;
  for (const auto& one : dear)
    all += one.character + "=" + one.plain.value_or("none") + "x" + std::to_string(one.count) + " ";
  CHECK(all == "“=\"x1 ’='x2 ”=\"x1 中=nonex1 👋=nonex1 ú=nonex1 —=-x1 ");
  CHECK(dear_characters("Ana, 9 am €").empty());
  const auto broken = dear_characters("a\xFF\xFE b");
  REQUIRE(broken.size() == 1);
  CHECK(broken[0].character == "\uFFFD");
  CHECK(broken[0].count == 2);
  const auto invisible = dear_characters("a\u200B");
  REQUIRE(invisible.size() == 1);
  CHECK(invisible[0].plain == "");
}

TEST_CASE("code points are those of well-formed UTF-8 and of nothing else") {
  CHECK(code_points("aé中👋") == std::vector<char32_t>{U'a', U'é', U'中', U'👋'});
  CHECK(utf16_units(*code_points("aé中👋")) == 5);
  for (const std::string text : {"\x80", "\xC0\xAF", "\xC3", "\xC3(", "\xE0\x80\x80", "\xED\xA0\x80",
                                 "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xF0\x8F\xBF\xBF", "a\xE2\x82"}) {
    CAPTURE(text);
    CHECK_FALSE(code_points(text));
  }
}
