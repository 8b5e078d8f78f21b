#include "phonenet/json.h"

#include <doctest/doctest.h>

using namespace courtesy::phonenet;

TEST_CASE(
    "what is no UTF-8 becomes U+FFFD, byte by byte: overlong forms, surrogates, and what is beyond the last "
    "character") {
  const std::string bad = "\xef\xbf\xbd";
  const auto written = [](std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out.substr(1, out.size() - 2);
  };
  CHECK(written("\xe0\x93\x85") == bad + bad + bad);  // found by fuzz/json.cpp
  CHECK(written("\xed\xa0\x80") == bad + bad + bad);  // U+D800
  CHECK(written("\xf0\x8f\xbf\xbf") == bad + bad + bad + bad);
  CHECK(written("\xf4\x90\x80\x80") == bad + bad + bad + bad);
  CHECK(written("\xc0\xaf\xff") == bad + bad + bad);
  CHECK(written("\xe2\x82") == bad + bad);
  CHECK(written("\xe0\xa0\x80\xed\x9f\xbf\xf4\x8f\xbf\xbf") == "\xe0\xa0\x80\xed\x9f\xbf\xf4\x8f\xbf\xbf");
  CHECK(written("a\"\\\n\x01 \x7f") == "a\\\"\\\\\\n\\u0001 \x7f");
}
