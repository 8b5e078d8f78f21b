#include "flow/language_tag.h"

#include <doctest/doctest.h>

#include <string>

using namespace courtesy;
using flow::known_languages;
using flow::language_tag;

TEST_CASE("a language that is spoken here is taken, with its region, in its usual form") {
  const auto known = known_languages();
  CHECK(language_tag("es", known).value() == "es");
  CHECK(language_tag("EN", known).value() == "en");
  CHECK(language_tag("es_mx", known).value() == "es-MX");
  CHECK(language_tag("es-Latn-us", known).value() == "es-latn-US");
  CHECK(language_tag("es-419", known).value() == "es-419");
  CHECK(language_tag("de-AT", {"de"}).value() == "de-AT");
}

TEST_CASE("a language that nobody here speaks is refused with those that are, and so is what is none") {
  for (const char* text : {"klingon", "tlh", "de", "", "-", "es-", "es--MX", "e$", "es-verylongone", "1s", "spanish",
                           "es-MX-es-MX-es-MX-es-MX"}) {
    CAPTURE(text);
    const auto refused = language_tag(text, known_languages());
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().message.find("must be one of en, es") == 0);
  }
}
