#include "flow/text_width.h"

#include <doctest/doctest.h>

using namespace courtesy::flow;

TEST_CASE("a text that is cut short ends with dots, within its room, and never inside a character") {
  const Font font{12, false};
  CHECK(fitted("short", font, 200) == "short");
  const std::string cut = fitted("Éí ñandú está ñoño, muy ñoño, ñoñísimo", font, 100);
  CHECK(text_width(cut, font) <= 100);
  CHECK(cut.ends_with("…"));
  const std::string word = "ññññññ";
  for (double width = 1; width < 60; width += 1) {
    const std::string one = fitted(word, font, width);
    CHECK((one == word || one.size() % 2 == 1));  // two bytes a letter, three the dots
  }
}

TEST_CASE("lines break between words, fit, and lose no word while there are lines left") {
  const Font font{12.5, false};
  const std::string text = "Your appointment with Maple Dental is on Thursday, November 26, at 2 PM.";
  std::string again;
  for (const std::string& line : lines_of(text, font, 150, 10)) {
    CHECK(text_width(line, font) <= 150);
    again += (again.empty() ? "" : " ") + line;
  }
  CHECK(again == text);
  const auto two = lines_of(text, font, 150, 2);
  REQUIRE(two.size() == 2);
  CHECK(two[1].ends_with("…"));
  CHECK(text_width(two[1], font) <= 150);
}

TEST_CASE("a word wider than its room is cut, and the others go on") {
  const auto lines = lines_of("Donaudampfschifffahrtsgesellschaftskapitän is a word", {12, false}, 100, 3);
  REQUIRE(lines.size() >= 2);
  for (const std::string& line : lines) CHECK(text_width(line, {12, false}) <= 100);
  CHECK(lines[1].starts_with("is a word"));
}

TEST_CASE("bold and large are wider") {
  CHECK(text_width("menu", {12, true}) > text_width("menu", {12, false}));
  CHECK(text_width("menu", {24, false}) == doctest::Approx(2 * text_width("menu", {12, false})));
}
