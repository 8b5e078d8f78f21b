#include "flow/fields.h"

#include <doctest/doctest.h>

using namespace courtesy;
using namespace courtesy::flow;

TEST_CASE("a value is right by its kind and its length") {
  const FieldLength any{1, 8};
  for (const std::string good : {"7", "40", "7*5", "12345678"}) CHECK(is_value(FieldKind::number, any, good));
  for (const std::string bad : {"", "*", "*5", "7*", "1*2*3", "7*5555", "123456789"}) {
    CAPTURE(bad);
    CHECK(!is_value(FieldKind::number, any, bad));
  }
  CHECK(is_value(FieldKind::money, any, "12*50"));
  CHECK(!is_value(FieldKind::money, any, "12*505"));
  for (const std::string good : {"0000", "0830", "2359"}) CHECK(is_value(FieldKind::time, {4, 4}, good));
  for (const std::string bad : {"2400", "0860", "830", "08*0"}) CHECK(!is_value(FieldKind::time, {1, 4}, bad));
  for (const FieldKind kind : {FieldKind::code, FieldKind::secret}) {
    CHECK(is_value(kind, {4, 6}, "0007"));
    CHECK(!is_value(kind, {4, 6}, "7"));
    CHECK(!is_value(kind, {1, 6}, "7*5"));
  }
}

TEST_CASE("a value is spoken by its kind, and a secret never") {
  CHECK(field_words(FieldKind::number, "7*5", "en") == "7.5");
  CHECK(field_words(FieldKind::money, "12*5", "en") == "12.50");
  CHECK(field_words(FieldKind::code, "0047", "en") == "0 0 4 7");
  CHECK(field_words(FieldKind::time, "0830", "en") == "8:30 AM");
  CHECK(field_words(FieldKind::time, "1400", "es") == "las 2 de la tarde");
  CHECK(field_words(FieldKind::secret, "1234", "en").empty());
}

TEST_CASE("a value leaves as others read it") {
  CHECK(field_value(FieldKind::time, "0830") == "08:30");
  CHECK(field_value(FieldKind::number, "7*5") == "7.5");
  CHECK(field_value(FieldKind::code, "0047") == "0047");
}

TEST_CASE("there is an example of every kind, which is right") {
  for (const FieldKind kind :
       {FieldKind::number, FieldKind::code, FieldKind::time, FieldKind::money, FieldKind::secret}) {
    CAPTURE(to_string(kind));
    CHECK(parse_field_kind(to_string(kind)) == kind);
    CHECK(is_value(kind, {4, 4}, example_value(kind, {4, 4})));
  }
  CHECK(!parse_field_kind("date"));
}
