#include "flow/key_words.h"

#include <doctest/doctest.h>

using namespace courtesy::flow;
using Keys = std::set<char>;

TEST_CASE("keys are read in digits and in words, in English and Spanish") {
  CHECK(key_words("To hear it, press 1. For no more calls, press 9.").keys == Keys{'1', '9'});
  CHECK(key_words("Press one, two or three.").keys == Keys{'1', '2', '3'});
  CHECK(key_words("press the number 2 or the star key").keys == Keys{'*', '2'});
  CHECK(key_words("Press # to end").keys == Keys{'#'});
  CHECK(key_words("PRESS ZERO").keys == Keys{'0'});
  CHECK(key_words("hit button 5").keys == Keys{'5'});
  CHECK(key_words("press any key").keys == Keys{any_key});
  CHECK(key_words("Para confirmar, oprima el uno; presione 2, o marque el número tres").keys == Keys{'1', '2', '3'});
  CHECK(key_words("pulse la tecla asterisco").keys == Keys{'*'});
  CHECK(key_words("oprima cualquier tecla").keys == Keys{any_key});
}

TEST_CASE("numbers that are no keys are none") {
  CHECK(key_words("Call 2 1 2, 555, 0123 about Thursday the 9th at 1.").keys.empty());
  CHECK(!key_words("Your appointment is at 2 PM. Call 212 555 0123.").instructs);
  CHECK(!key_words("dial 2125550123").instructs);
  CHECK(!key_words("The press wrote about one of us").instructs);
  CHECK(!key_words("").instructs);
}

TEST_CASE("an instruction without a key in particular is one all the same") {
  CHECK(key_words("Press a key now").instructs);
  CHECK(key_words("use your keypad").instructs);
  CHECK(key_words("presione una tecla").instructs);
  CHECK(key_words("Press a key now").keys.empty());
}
