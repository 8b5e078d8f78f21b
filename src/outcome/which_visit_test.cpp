#include "outcome/which_visit.h"

#include <doctest/doctest.h>

#include <array>

using namespace courtesy;

TEST_CASE("a choice with a number is read as people write it, and nothing else is") {
  const auto read = [](std::string_view text) {
    const auto found = parse_numbered(text);
    return found ? found->choice + std::to_string(found->visit) : std::string("none");
  };
  CHECK(read("C2") == "C2");
  CHECK(read(" x 1.") == "x1");
  CHECK(read("R-3") == "R3");
  CHECK(read("\"C #2\"!") == "C2");
  for (const auto* text : {"", "C", "C0", "C10", "2", "C 2 please", "D1", "C1 X2", "confirm 1"}) {
    CAPTURE(text);
    CHECK(read(text) == "none");
  }
}

TEST_CASE("who has several visits is asked which, in the language of the text") {
  const std::array<std::string, 2> whens{"Thursday, May 14 at 2:00 PM", "Friday, May 15 at 9:00 AM"};
  CHECK(ask_which("Maple Dental", whens, "en") ==
        "Maple Dental: you have 2 visits. 1: Thursday, May 14 at 2:00 PM; 2: Friday, May 15 at 9:00 AM. Reply C1 to C2 "
        "to "
        "confirm, X1 to X2 to cancel, R to be called back.");
  CHECK(ask_which("Maple Dental", whens, "es-MX").find("usted tiene 2 citas") != std::string::npos);
}
