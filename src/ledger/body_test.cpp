#include "ledger/body.h"

#include <doctest/doctest.h>

using namespace courtesy;

TEST_CASE("a body's personal fields are known as such: staff see them, the operator does not") {
  LedgerBody body;
  body.plain("provider_id", "SM1")
      .plain("sequence", 3)
      .personal("from", "+12125550123")
      .personal("text", "ok \"then\"\n");
  const std::string stored = body.text();
  CHECK(stored == R"({"provider_id":"SM1","sequence":3,"personal":{"from":"+12125550123","text":"ok \"then\"\n"}})");
  CHECK(body_for(Reader::staff, stored) ==
        R"({"provider_id":"SM1","sequence":3,"from":"+12125550123","text":"ok \"then\"\n"})");
  CHECK(body_for(Reader::operator_, stored) == R"({"provider_id":"SM1","sequence":3})");
}

TEST_CASE("of a secret a body keeps only that there was one") {
  LedgerBody body;
  body.secret("token", Secret<std::string>("mR3vabcdefghij12"));
  CHECK(body.text() == R"({"token":"SECRET"})");
}

TEST_CASE("a body without fields is none, and one that is no object is nobody's to read") {
  CHECK(LedgerBody().empty());
  CHECK(LedgerBody().text().empty());
  CHECK_FALSE(body_for(Reader::staff, "").has_value());
  CHECK_FALSE(body_for(Reader::staff, "[1]").has_value());
}

TEST_CASE("what came in is kept, whatever bytes it has") {
  LedgerBody body;
  body.personal("text", std::string("a\x01\xff") + "b");
  CHECK(body.text() ==
        "{\"personal\":{\"text\":\"a\\u0001\xff"
        "b\"}}");
  CHECK(body_for(Reader::staff, body.text()).has_value());
}

TEST_CASE("values that are JSON already stay what they are, on their side of the line") {
  LedgerBody body;
  body.plain_json("counts", R"({"added":2})").personal_json("reports", R"([{"line":"Ana"}])");
  CHECK(body_for(Reader::operator_, body.text()) == R"({"counts":{"added":2}})");
  CHECK(body_for(Reader::staff, body.text()) == R"({"counts":{"added":2},"reports":[{"line":"Ana"}]})");
}
