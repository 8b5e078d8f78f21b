#include <doctest/doctest.h>

#include "api/test_house.h"
#include "flow/builtin.h"
#include "store/sessions.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

/// Two calls to the business's number: one leaves a message, one is still in the opening.
void ring_twice(ApiHouse& house) {
  const std::string hash = flow::load_builtin("callback-line").value().hash();
  house.write([&](Unit& unit) -> Result<void> {
    Session first{.provider_id = "CA1", .caller = "+12125550123", .flow = "callback-line", .flow_hash = hash};
    TRY(Sessions(unit).add(first));
    first.path = "opening>2";
    first.position = "message:0:0";
    first.ended_at = unit.now();
    TRY(Sessions(unit).save(first));
    Session second{.provider_id = "CA2", .caller = "+12125550123", .flow = "callback-line", .flow_hash = hash};
    TRY(Sessions(unit).add(second));
    second.position = "opening:0:0";
    return Sessions(unit).save(second);
  });
}

TEST_CASE("calls are counted by the way that they went, and those that are under way by where they are") {
  ApiHouse house;
  ring_twice(house);
  const auto answer = house.ask("GET", "/v1/flows/callback-line/calls");
  REQUIRE(answer.status == 200);
  const auto told = boost::json::parse(answer.body).as_object();
  CHECK(told.at("calls") == 2);
  CHECK(told.at("now") == 1);
  CHECK(!told.at("since").is_null());
  CHECK(boost::json::serialize(told.at("states").at(0)) ==
        R"({"state":"opening","title":"Opening","calls":2,"now":1})");
  CHECK(boost::json::serialize(told.at("ways")) ==
        R"([{"state":"message","input":"hung_up","to":"end","enough":false,"calls":1},)"
        R"({"state":"opening","input":"2","to":"message","enough":false,"calls":1}])");
  const auto none = boost::json::parse(house.ask("GET", "/v1/flows/missed-call/calls").body).as_object();
  CHECK(none.at("calls") == 0);
  CHECK(none.at("since").is_null());
  CHECK(house.ask("GET", "/v1/flows/nothing/calls").status == 404);
  // Every state of a flow that comes with Courtesy has a title in each language.
  for (const std::string& name : flow::builtin_flows()) {
    const auto spanish =
        boost::json::parse(house.ask("GET", "/v1/flows/" + name + "/calls", "", {{"Accept-Language", "es"}}).body);
    const auto english = boost::json::parse(house.ask("GET", "/v1/flows/" + name + "/calls").body);
    for (std::size_t i = 0; i < english.at("states").as_array().size(); ++i) {
      const auto& title = english.at("states").at(i).at("title");
      CHECK_MESSAGE((title == "Pin" || spanish.at("states").at(i).at("title") != title), name << " " << title);
    }
  }
}

TEST_CASE("a flow's picture is SVG, with a policy of its own, and no script can run in it") {
  ApiHouse house;
  const auto response = house.ask("GET", "/v1/flows/appointment-reminder/diagram");
  CHECK(response.status == 200);
  CHECK(response.header("Content-Type") == "image/svg+xml");
  CHECK(response.header("Content-Security-Policy") == "default-src 'none'; style-src 'unsafe-inline'");
  CHECK(response.body.starts_with("<svg"));
  CHECK(house.ask("GET", "/v1/flows/nothing/diagram").status == 404);
  CHECK(house.ask("GET", "/v1/flows/callback-line/diagram?counted=perhaps").status == 400);
  CHECK(house.ask("GET", "/v1/flows/callback-line/diagram?language=fr").status == 400);
  CHECK(house.ask("GET", "/v1/flows/callback-line/diagram?language=fr", "", {{"Accept-Language", "es"}})
            .body.find("debe ser en o es") != std::string::npos);
}

TEST_CASE("the picture is in the reader's language, and shows the calls where they are asked for") {
  ApiHouse house;
  ring_twice(house);
  const auto has = [&](const std::string& query, std::string_view words) {
    return house.ask("GET", "/v1/flows/callback-line/diagram" + query).body.find(words) != std::string::npos;
  };
  CHECK(!has("", "2 calls"));
  CHECK(has("?counted=true", ">2 calls, 1 now</text>"));
  CHECK(has("?counted=true&language=es", ">2 llamadas, 1 ahora</text>"));
  CHECK(has("?language=es", ">Línea para devolver la llamada</text>"));
}

}  // namespace
}  // namespace courtesy::api
