#include "api/machine_trials.h"

#include <doctest/doctest.h>

#include "api/test_house.h"

namespace courtesy::api {
namespace {

/// How they come to their figures is somebody else's (simulation/machine_figures_test.cpp).
struct PlayingHouse : ApiHouse {
  PlayingHouse() {
    settings_of_api.machines = {
        .calls = 200, .seed = 3, .play = [this](Machines way, const auto& goes_on) -> Result<MachineFigures> {
          played.push_back(way);
          if (!goes_on(50)) return Error{ErrorCode::conflict, "given up"};
          while_half_way();
          if (way == fails) return invalid("nobody picks up");
          return MachineFigures{.calls = 200,
                                .people = 120,
                                .machines = 80,
                                .people_right = 90,
                                .complete = 60,
                                .with_keys = 20,
                                .first_word = milliseconds{40},
                                .silence = milliseconds{1040},
                                .in_all = seconds{8'000},
                                .with_machines = seconds{4'000}};
        }};
    api.emplace(*store, time, settings_of_api);
  }
  std::vector<Machines> played;
  std::optional<Machines> fails;
  std::function<void()> while_half_way = [] {};
};

TEST_CASE("the ways are played when somebody first asks, and never again") {
  PlayingHouse house;
  CHECK(house.played.empty());
  CHECK(house.get("/machines").at("state") == "running");
  house.time.run_until(house.time.now());
  CHECK(house.get("/machines").at("state") == "done");
  house.time.run_until(house.time.now());
  CHECK(house.played == std::vector(all_machines.begin(), all_machines.end()));
}

TEST_CASE("of each way the figures are told, in shares of those whom they are about and in seconds") {
  PlayingHouse house;
  house.get("/machines");
  house.time.run_until(house.time.now());
  const auto told = house.get("/machines");
  CHECK(told.at("percent") == 100);
  CHECK(told.at("calls") == 200);
  CHECK(told.at("seed") == 3);
  CHECK(told.at("usual") == "ask_first_hint");
  REQUIRE(told.at("ways").as_array().size() == all_machines.size());
  const auto& first = told.at("ways").as_array()[0].as_object();
  CHECK(first.at("way") == "ask_first_hint");
  CHECK(first.at("people_right").to_number<double>() == doctest::Approx(0.75));
  CHECK(first.at("complete").to_number<double>() == doctest::Approx(0.75));
  CHECK(first.at("with_keys").to_number<double>() == doctest::Approx(0.25));
  CHECK(first.at("longest_silence").to_number<double>() == doctest::Approx(1.04));
  CHECK(first.at("first_word").to_number<double>() == doctest::Approx(0.04));
  CHECK(first.at("call_seconds").to_number<double>() == doctest::Approx(40));
  CHECK(first.at("machine_seconds").to_number<double>() == doctest::Approx(50));
}

TEST_CASE("while they are played it is said how far they are, and those that are over are told") {
  PlayingHouse house;
  std::vector<std::int64_t> percents;
  std::vector<std::size_t> over;
  house.while_half_way = [&] {
    house.keep_session();
    http::Request request{.method = "GET", .url = "/v1/machines", .headers = {}, .body = {}};
    request.headers = {{"Host", "localhost:8080"}, {"Cookie", "courtesy=" + house.token}};
    request.peer = house.peer;
    house.api->handle(std::move(request), [&](const http::Response& response) {
      const auto told = boost::json::parse(response.body);
      percents.push_back(told.at("percent").as_int64());
      over.push_back(told.at("ways").as_array().size());
    });
  };
  house.get("/machines");
  house.time.run_until(house.time.now());
  house.time.run_until(house.time.now());
  REQUIRE(percents.size() == all_machines.size());
  CHECK(std::is_sorted(percents.begin(), percents.end()));
  CHECK(percents.front() < 100);
  CHECK(std::is_sorted(over.begin(), over.end()));
}

TEST_CASE("a way that cannot be played says why, and those before it are told") {
  PlayingHouse house;
  house.fails = all_machines[2];
  house.get("/machines");
  house.time.run_until(house.time.now());
  const auto told = house.get("/machines");
  CHECK(told.at("state") == "failed");
  CHECK(told.at("problem") == "nobody picks up");
  CHECK(told.at("ways").as_array().size() == 2);
  house.time.run_until(house.time.now());
  CHECK(house.played.size() == 3);
}

/// Its helper is still at work when the loop has ended, as at the end of the program.
struct HeldLoop final : Loop {
  void post(Task task) override { task(); }
  std::unique_ptr<Timer> at(Uptime, Task) override { return nullptr; }
  void aside(Task task, Task) override { heavy = std::move(task); }
  Task heavy;
};

TEST_CASE("an end of the program gives up the way that is under way") {
  HeldLoop loop;
  Settings settings;
  std::optional<bool> went_on;
  settings.machines.play = [&](Machines, const auto& goes_on) -> Result<MachineFigures> {
    went_on = goes_on(10);
    return MachineFigures{};
  };
  std::optional<MachineTrials> trials(std::in_place, loop, settings);
  CHECK(trials->tell().status == 200);
  trials.reset();
  loop.heavy();
  CHECK(went_on == false);
}

TEST_CASE("without anything to play with there is no such address") {
  ApiHouse house;
  CHECK(house.ask("GET", "/v1/machines").status == 404);
}

}  // namespace
}  // namespace courtesy::api
