#include "base/language.h"

#include <doctest/doctest.h>

using namespace courtesy;

TEST_CASE("whoever reads is answered in the language that they want most of those there are") {
  CHECK(language_of("es") == Language::es);
  CHECK(language_of("es-MX,es;q=0.9,en;q=0.8") == Language::es);
  CHECK(language_of("fr-CA, es;q=0.4, en;q=0.3") == Language::es);
  CHECK(language_of("en;q=0.2, es ; q=0.85") == Language::es);
  CHECK(language_of("en-GB,en;q=0.9,es;q=0.8") == Language::en);
}

TEST_CASE("without a wish, with one for what there is not, or with one that cannot be read, it is English") {
  for (const auto* wish :
       {"", "*", "fr", "de;q=1", "es;q=0", "es;q=0.000", "es;q=high", "es;q=0.12345", ",,;", "esperanto"}) {
    INFO(std::string_view(wish));
    CHECK(language_of(wish) == Language::en);
  }
}
