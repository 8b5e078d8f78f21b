#include "gateway/twilio/withheld.h"

#include <doctest/doctest.h>

using namespace courtesy::twilio;

TEST_CASE("a caller without a number is known by the words that stand in its place, spelled or keyed") {
  for (const char* from : {"", "anonymous", "Restricted", "sip:kim@example.com", "+266696687", "+2562533",
                           "+7378742833", "+86282452253", "+8656696"})
    CHECK(is_withheld(from));
  for (const char* from : {"+12125550123", "+2666966870", "+26669668", "+442079460123"}) CHECK_FALSE(is_withheld(from));
}
