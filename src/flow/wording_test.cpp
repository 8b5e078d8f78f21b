#include "flow/wording.h"

#include <doctest/doctest.h>

using namespace courtesy;
using namespace courtesy::flow;

namespace {
LocalTime at(std::string_view text) {
  const auto local = parse_local_time(text);
  REQUIRE(local.ok());
  return *local;
}
PhoneNumber number(std::string_view text) {
  const auto parsed = PhoneNumber::parse(text);
  REQUIRE(parsed.ok());
  return *parsed;
}
}  // namespace

TEST_CASE("a time is written with its minutes and spoken as people say it") {
  CHECK(when_words(at("2026-11-26T14:00"), "en", Medium::written) == "Thursday, November 26 at 2:00 PM");
  CHECK(when_words(at("2026-11-26T14:00"), "en", Medium::spoken) == "Thursday, November 26, at 2 PM");
  CHECK(when_words(at("2026-11-26T09:05"), "en", Medium::spoken) == "Thursday, November 26, at 9:05 AM");
  CHECK(when_words(at("2026-01-01T00:30"), "en", Medium::written) == "Thursday, January 1 at 12:30 AM");
}

TEST_CASE("noon and midnight are never 12 AM or PM to the ear") {
  CHECK(time_words(at("2026-11-26T12:00"), "en", Medium::spoken) == "12 noon");
  CHECK(time_words(at("2026-11-26T00:00"), "en", Medium::spoken) == "12 midnight");
  CHECK(time_words(at("2026-11-26T12:15"), "en", Medium::spoken) == "12:15 PM");
  CHECK(time_words(at("2026-11-26T12:00"), "es", Medium::spoken) == "las 12 del mediodía");
}

TEST_CASE("Spanish has its own order, articles and parts of the day") {
  CHECK(when_words(at("2026-05-12T09:00"), "es", Medium::written) == "martes 12 de mayo a las 9:00 AM");
  CHECK(when_words(at("2026-11-26T13:00"), "es", Medium::written) == "jueves 26 de noviembre a la 1:00 PM");
  CHECK(when_words(at("2026-11-26T13:15"), "es-MX", Medium::spoken) ==
        "jueves 26 de noviembre a la 1 y 15 de la tarde");
  CHECK(when_words(at("2026-11-28T09:00"), "es", Medium::spoken) == "sábado 28 de noviembre a las 9 de la mañana");
  CHECK(time_words(at("2026-11-26T20:30"), "es", Medium::spoken) == "las 8 y 30 de la noche");
  CHECK(time_words(at("2026-11-26T05:00"), "es", Medium::spoken) == "las 5 de la madrugada");
}

TEST_CASE("a language without words here is English") {
  CHECK(date_words(at("2026-11-26T14:00"), "fr", Medium::spoken) == "Thursday, November 26");
  CHECK(date_words(at("2026-11-26T14:00"), "", Medium::written) == "Thursday, November 26");
}

TEST_CASE("a number is spoken digit by digit, and its groups never run together") {
  CHECK(number_words(number("+12125550123"), Medium::spoken, "en") == "2 1 2, 5 5 5, 0 1 2 3");
  CHECK(number_words(number("+12125550123"), Medium::written, "en") == "212-555-0123");
  CHECK(number_words(number("+442079460123"), Medium::written, "en") == "+44207 94601 23");
  CHECK(number_words(number("+442079460123"), Medium::spoken, "es") == "más 4 4 2 0 7, 9 4 6 0 1, 2 3");
}

TEST_CASE("a code is spoken in pairs and written in fours") {
  CHECK(code_words("41820573", Medium::spoken) == "4 1, 8 2, 0 5, 7 3");
  CHECK(code_words("41820573", Medium::written) == "4182 0573");
  CHECK(code_words("418205", Medium::written) == "4182 05");
  CHECK(code_words("", Medium::spoken).empty());
}
