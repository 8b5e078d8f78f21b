#include "api/texts.h"

#include <doctest/doctest.h>

#include "api/test_house.h"

using namespace courtesy;
using api::ApiHouse;
using api::text_at;

namespace {

boost::json::object measured(ApiHouse& house, const std::string& text) {
  const auto response = house.post("/texts/measure", boost::json::serialize(boost::json::object{{"text", text}}));
  INFO(response.body);
  REQUIRE(response.status == 200);
  return boost::json::parse(response.body).as_object();
}

}  // namespace

TEST_CASE("a text is measured as it would read, and one dear character is told with what is plainer") {
  ApiHouse house;
  const auto plain =
      measured(house, "{{business}}: your visit is on {{when}}. Reply C to confirm. Reply STOP to opt out.");
  CHECK(text_at(plain, "/alphabet") == "gsm7");
  CHECK(plain.at("parts") == 1);
  CHECK(text_at(plain, "/sample").find("Maple Dental") != std::string::npos);
  const auto dear =
      measured(house, "{{business}}: your visit’s on {{when}}. Reply C to confirm. Reply STOP to opt out.");
  CHECK(text_at(dear, "/alphabet") == "ucs2");
  CHECK(dear.at("parts").as_int64() > 1);
  CHECK(dear.at("plain_parts") == 1);
  CHECK(text_at(dear, "/dear/0/character") == "’");
  CHECK(text_at(dear, "/dear/0/plain") == "'");
}

TEST_CASE("a word that carriers take for an opt-out is found while it is written") {
  ApiHouse house;
  const auto body = measured(house, "{{business}}: {{when}}. Reply CANCEL to cancel. Reply STOP to opt out.");
  REQUIRE(body.at("findings").as_array().size() == 1);
  CHECK(text_at(body, "/findings/0/message").find("\"cancel\" may not be offered") != std::string::npos);
  CHECK(house.post("/texts/measure", "{}").status == 400);
}
