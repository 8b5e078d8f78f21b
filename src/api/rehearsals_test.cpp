#include "api/rehearsals.h"

#include <doctest/doctest.h>

#include "api/test_house.h"

namespace courtesy::api {
namespace {

/// What is run is somebody else's (simulation/rehearsal_test.cpp).
struct RehearsingHouse : ApiHouse {
  RehearsingHouse() {
    settings_of_api.rehearse = [this](const AccountCopy& copy, std::uint64_t seed,
                                      const std::function<void(int)>& progress) -> Result<boost::json::object> {
      progress(50);
      if (seed == 13) return invalid("thirteen people at the table");
      ++runs;
      language = copy.language;
      return boost::json::object{{"account", copy.account.value()}, {"seed", static_cast<std::int64_t>(seed)}};
    };
    api.emplace(*store, time, settings_of_api);
  }
  std::string today() {
    std::string date;
    write([&date](Unit& unit) -> Result<void> {
      const Zone zone = TRY(Zone::find(TRY(unit.accounts().get()).zone));
      date = to_string(std::chrono::floor<std::chrono::days>(zone.to_local(unit.now())));
      return {};
    });
    return date;
  }
  http::Response begin(std::int64_t seed = 1) {
    return post("/rehearsals", boost::json::serialize(boost::json::object{{"date", today()}, {"seed", seed}}));
  }
  int runs = 0;
  Language language = Language::en;  ///< of what was rehearsed last
};

TEST_CASE("a rehearsal is accepted at once, and its result is there when it is over") {
  RehearsingHouse house;
  const auto begun = house.begin(7);
  CHECK(begun.status == 202);
  CHECK(text_at(boost::json::parse(begun.body), "/state") == "running");
  house.time.run_until(house.time.now());
  const auto told = house.get("/rehearsals/1");
  CHECK(told.at("state").as_string() == "done");
  CHECK(told.at("percent").as_int64() == 100);
  CHECK(told.at("result").as_object().at("seed").as_int64() == 7);
}

TEST_CASE("what came of a rehearsal is told in the language of whoever asked for it") {
  RehearsingHouse house;
  const std::string order = R"({"date":")" + house.today() + R"("})";
  CHECK(house.ask("POST", "/v1/rehearsals", order, {{"Accept-Language", "es"}}).status == 202);
  house.time.run_until(house.time.now());
  CHECK(house.language == Language::es);
  house.begin();
  house.time.run_until(house.time.now());
  CHECK(house.language == Language::en);
}

TEST_CASE("one that cannot be run says why") {
  RehearsingHouse house;
  house.begin(13);
  house.time.run_until(house.time.now());
  const auto told = house.get("/rehearsals/1");
  CHECK(told.at("state").as_string() == "failed");
  CHECK(told.at("problem").as_string() == "thirteen people at the table");
  CHECK(told.at("result").is_null());
}

TEST_CASE("of an account the last four rehearsals are kept") {
  RehearsingHouse house;
  for (int i = 0; i < 5; ++i) {
    CHECK(house.begin().status == 202);
    house.time.run_until(house.time.now());
  }
  CHECK(house.ask("GET", "/v1/rehearsals/1").status == 404);
  CHECK(house.get("/rehearsals/5").at("state").as_string() == "done");
}

TEST_CASE("no more than four wait while one runs") {
  RehearsingHouse house;
  const std::string body = "{\"date\":\"" + house.today() + "\"}";
  house.keep_session();
  int accepted = 0;
  int refused = 0;
  for (int i = 0; i < 8; ++i) {
    http::Request request{.method = "POST", .url = "/v1/rehearsals", .headers = {}, .body = body};
    request.peer = house.peer;
    request.headers = {{"Host", "localhost:8080"}, {"X-Courtesy", "test"}, {"Cookie", "courtesy=" + house.token}};
    house.api->handle(std::move(request), [&](const http::Response& response) {
      accepted += response.status == 202;
      refused += response.status == 503;
    });
  }
  house.time.run_until(house.time.now());
  CHECK(accepted == 5);
  CHECK(refused == 3);
  CHECK(house.runs == 5);
}

TEST_CASE("a day that is over, or no day, is refused") {
  RehearsingHouse house;
  CHECK(house.post("/rehearsals", R"({"date":"2001-01-01"})").status == 400);
  CHECK(house.post("/rehearsals", R"({"date":"tomorrow"})").status == 400);
  CHECK(house.post("/rehearsals", "{\"date\":\"" + house.today() + "\",\"seed\":-1}").status == 400);
}

TEST_CASE("without anything to rehearse with there is no such address") {
  ApiHouse house;
  CHECK(house.post("/rehearsals", R"({"date":"2026-05-13"})").status == 404);
}

}  // namespace
}  // namespace courtesy::api
