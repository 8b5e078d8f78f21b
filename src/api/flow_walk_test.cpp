#include <doctest/doctest.h>

#include "api/test_house.h"
#include "base/bytes.h"
#include "flow/archive.h"
#include "flow/builtin.h"
#include "store/prompts.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

boost::json::object walked(ApiHouse& house, const std::string& inputs) {
  const auto response = house.post("/flows/appointment-reminder/walk", R"({"language":"es","inputs":)" + inputs + "}");
  INVARIANT(response.status == 200);
  return boost::json::parse(response.body).as_object();
}

TEST_CASE("a call is gone through by what may come next, to its end") {
  ApiHouse house;
  auto told = walked(house, "[]");
  CHECK(told.at("language").as_string() == "es");
  std::string inputs;
  int steps = 0;
  while (!told.at("choices").as_array().empty()) {
    REQUIRE(++steps < 20);
    const auto& first = told.at("choices").as_array().front().as_object().at("input");
    inputs += (inputs.empty() ? "" : ",") + boost::json::serialize(first);
    told = walked(house, "[" + inputs + "]");
  }
  CHECK(told.at("turns").as_array().size() == static_cast<std::size_t>(steps) + 1);
  CHECK(told.at("turns").as_array().back().as_object().at("ends").as_bool());
}

TEST_CASE("the account's own number is heard, and a choice says which keys it stands for and when it is there") {
  ApiHouse house;
  CHECK(text_at(walked(house, R"(["silence"])"), "/turns/1/said").find("2 1 2, 5 5 5, 0 1 0 0") != std::string::npos);
  const auto told = walked(house, "[]");
  const auto choice = [&](std::string_view input) {
    for (const auto& one : told.at("choices").as_array())
      if (one.at("input").as_string() == input) return boost::json::serialize(one);
    return std::string("none");
  };
  CHECK(choice("1") == R"({"input":"1","words":"key 1","when":[]})");
  CHECK(choice("0") == R"({"input":"0","words":"any other key","when":[]})");
  CHECK(choice("silence#2") == R"({"input":"silence#2","words":"no key","when":["only_to_persons"]})");
}

TEST_CASE(
    "silence is taken for a machine, which hears the message; of a rule that speaks to persons only it ends the call") {
  ApiHouse house;
  const auto ended = walked(house, R"(["silence#2"])");
  CHECK(ended.at("turns").as_array().back().as_object().at("ends").as_bool());
  const auto told = walked(house, R"(["silence"])");
  CHECK(!told.at("turns").as_array().back().as_object().at("said").as_string().empty());
}

TEST_CASE("what was recorded is heard in its place, between the words of a robot's voice") {
  ApiHouse house;
  const std::string hash = hex(sha256("keys"));
  const auto pieces = [&] {
    const auto told = walked(house, R"(["1"])");
    CHECK(text_at(told, "/turns/1/said").find("{{") == std::string::npos);
    return told.at("turns").at(1).at("pieces").as_array();
  };
  REQUIRE(pieces().size() == 1);
  CHECK(text_at(pieces()[0], "/words").find("9") != std::string::npos);
  const auto said = walked(house, R"(["1"])").at("turns").at(1).at("said");
  house.write([&](Unit& unit) -> Result<void> {
    TRY(unit.prompts().keep_file({"appointment-reminder", "menu", "keys", "es"},
                                 {.bytes = "keys", .length = seconds{2}, .peaks = {}}, "Kim"));
    return {};
  });
  REQUIRE(pieces().size() == 2);
  CHECK(pieces()[0].at("url").is_null());
  CHECK(text_at(pieces()[1], "/url") == "/audio/" + hash + ".wav");
  CHECK(pieces()[1].at("words").is_null());
  // What is read does not change by it.
  CHECK(walked(house, R"(["1"])").at("turns").at(1).at("said") == said);
}

TEST_CASE("what cannot come in a state is refused") {
  ApiHouse house;
  CHECK(house.post("/flows/appointment-reminder/walk", R"({"inputs":["hears nothing"]})").status == 400);
  CHECK(house.post("/flows/appointment-reminder/walk", R"({"inputs":[7]})").status == 400);
  CHECK(house.post("/flows/nothing/walk", R"({"inputs":[]})").status == 404);
  std::string many = R"("hung_up")";
  for (int i = 0; i < 60; ++i) many += R"(,"hung_up")";
  CHECK(house.post("/flows/appointment-reminder/walk", "{\"inputs\":[" + many + "]}").status == 400);
}

TEST_CASE("every shipped flow can be walked and drawn") {
  ApiHouse house;
  for (const std::string& name : flow::builtin_flows()) {
    CAPTURE(name);
    CHECK(house.post("/flows/" + name + "/walk", R"({"inputs":[]})").status == 200);
    CHECK(house.ask("GET", "/v1/flows/" + name + "/diagram").status == 200);
  }
}

TEST_CASE("of a published flow its own conversations are what proves it") {
  const auto files = flow::builtin_files("appointment-reminder");
  const auto kept = flow::archive("appointment-reminder", files, flow::builtin_files);
  REQUIRE(kept);
  const auto own = flow::archived_files(*kept);
  REQUIRE(own);
  CHECK(own->size() == files.size());
  CHECK(flow::archived_files("").error().code == ErrorCode::invalid);
}

}  // namespace
}  // namespace courtesy::api
