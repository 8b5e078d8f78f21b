#include "http/message.h"

#include <doctest/doctest.h>

using namespace courtesy::http;

TEST_CASE("a form keeps empty values, repeated names and their order") {
  const auto fields = parse_form("To=%2B1212&Digits=&a=1&a=2&Body=one+two%20three").value();
  REQUIRE(fields.size() == 5);
  CHECK(field(fields, "To") == "+1212");
  CHECK(field(fields, "Digits") == "");
  CHECK(fields[3].second == "2");
  CHECK(field(fields, "Body") == "one two three");
  CHECK_FALSE(field(fields, "to"));
  CHECK_FALSE(parse_form("a=%2").ok());
  CHECK(encode_form({{"StartTime<", "2026-01-03T03:04:05Z"}}) == "StartTime%3C=2026-01-03T03%3A04%3A05Z");
}

TEST_CASE("a URL is taken apart and put together as it was written") {
  const Url url = parse_url("http://u:p@[::1]:8800/a/b?x=1&y=%41#f").value();
  CHECK(url.host == "[::1]");
  CHECK(url.port == "8800");
  CHECK(url.to_text() == "http://u:p@[::1]:8800/a/b?x=1&y=%41");
  for (const auto* text : {"ftp://a/b", "/only/a/path", "http://", "http://a b/", "http://a:80x/"})
    CHECK_FALSE(parse_url(text).ok());
}

TEST_CASE("references resolve as RFC 3986 section 5.4 says") {
  const auto at = [](std::string_view reference) { return resolve_url("http://a/b/c/d?q", reference).value(); };
  CHECK(at("g") == "http://a/b/c/g");
  CHECK(at("./g") == "http://a/b/c/g");
  CHECK(at("g/") == "http://a/b/c/g/");
  CHECK(at("/g") == "http://a/g");
  CHECK(at("//g") == "http://g/");
  CHECK(at("?y") == "http://a/b/c/d?y");
  CHECK(at("../g") == "http://a/b/g");
  CHECK(at("../../../g") == "http://a/g");
  CHECK(at("..") == "http://a/b/");
  CHECK(at("") == "http://a/b/c/d?q");
  CHECK(at("https://x/y?z=http://w/") == "https://x/y?z=http://w/");
}

TEST_CASE("a reference leads nowhere with a blank in it, but for its fragment") {
  for (const auto* text : {"a b", "?a b", "a\nb", "/a\x7f", "//a b/", "http://a/b c"})
    CHECK_FALSE(resolve_url("http://a/b", text).ok());
  CHECK(resolve_url("http://a/b", "c#d e").value() == "http://a/c");
}

TEST_CASE("a form is written so that it is read again, whatever its bytes") {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  const Fields fields{{all, ""}, {"", all}, {"a-b_c.d~e", "f"}};
  CHECK(parse_form(encode_form(fields)).value() == fields);
  CHECK(encode_form({{"a b", "&=+"}, {"é", ""}}) == "a%20b=%26%3D%2B&%C3%A9=");
  CHECK(encode_form({}).empty());
}
