#include "api/flows.h"

#include <doctest/doctest.h>

#include "api/test_house.h"
#include "flow/builtin.h"
#include "flow/definition.h"
#include "store/flows.h"

using namespace courtesy;
using api::ApiHouse;
using api::text_at;

namespace {

boost::json::object shipped_files() {
  boost::json::object files;
  for (const auto& file : flow::builtin_files("appointment-reminder")) files[file.name] = file.bytes;
  return files;
}

std::string to_publish(boost::json::object files) {
  return boost::json::serialize(boost::json::object{{"files", std::move(files)}, {"who", "Kim"}});
}

boost::json::object with_title(const std::string& title) {
  boost::json::object files = shipped_files();
  std::string toml(files.at("flow.toml").as_string());
  const auto at = toml.find("Appointment reminder, asks first");
  REQUIRE(at != std::string::npos);
  files["flow.toml"] = toml.replace(at, 32, title);
  return files;
}

boost::json::object listed(ApiHouse& house, const std::string& name) {
  const boost::json::object page = house.get("/flows");
  for (const auto& flow : page.at("flows").as_array()) {
    if (text_at(flow, "/name") == name) return flow.as_object();
  }
  return {};
}

}  // namespace

TEST_CASE("without one's own, the program's flows are there, with what they are for") {
  ApiHouse house;
  CHECK(text_at(listed(house, "appointment-reminder"), "/kind") == "reminder");
  CHECK(text_at(listed(house, "callback-line"), "/kind") == "inbound");
  CHECK(text_at(listed(house, "identify"), "/kind") == "run_by_others");
  CHECK(text_at(listed(house, "operator-page"), "/kind") == "operator");
  CHECK(listed(house, "appointment-reminder").at("own") == false);
}

TEST_CASE("what the account's own calls speak, its clients may speak") {
  ApiHouse house;
  REQUIRE(house.post("/clients", R"({"name":"Ana Gil","number":"+12125550166"})").status == 200);
  const auto speaks_german = [&] { return house.ask("PUT", "/v1/clients/1", R"({"language":"de"})"); };
  CHECK(speaks_german().status == 400);
  boost::json::object files;
  for (const auto& file : flow::builtin_files("time-card")) {
    if (file.name.starts_with("conversations/")) continue;
    std::string bytes = file.bytes;
    for (const std::string_view english : {"[\"en\"]", "\"en-US\""}) {
      for (auto at = bytes.find(english); at != std::string::npos; at = bytes.find(english))
        bytes.replace(bytes.find("en", at), 2, "de");
    }
    files[file.name] = bytes;
  }
  const auto published = house.post("/flows/time-card", to_publish(files));
  REQUIRE_MESSAGE(published.status == 200, published.body);
  CHECK(speaks_german().status == 200);
}

TEST_CASE("a published flow stands before the program's of the same name, and an older version can be had again") {
  ApiHouse house;
  REQUIRE(house.post("/flows/appointment-reminder", to_publish(with_title("Ours"))).status == 200);
  const std::string first = text_at(listed(house, "appointment-reminder"), "/hash");
  CHECK(text_at(listed(house, "appointment-reminder"), "/title") == "Ours");
  house.time.run_until(house.time.now() + seconds{1});
  REQUIRE(house.post("/flows/appointment-reminder", to_publish(with_title("Ours, again"))).status == 200);
  CHECK(text_at(listed(house, "appointment-reminder"), "/title") == "Ours, again");
  CHECK(listed(house, "appointment-reminder").at("versions").as_array().size() == 2);
  REQUIRE(house.post("/flows/appointment-reminder/live", R"({"hash": ")" + first + R"(", "who": "Kim"})").status ==
          200);
  CHECK(text_at(listed(house, "appointment-reminder"), "/title") == "Ours");
  CHECK(text_at(house.get("/ledger?kind=by_hand"), "/entries/0/text") ==
        "New calls take another version of the flow “Ours”.");
  REQUIRE(house.post("/flows/appointment-reminder/live", R"({"hash": ""})").status == 200);
  CHECK(listed(house, "appointment-reminder").at("own") == false);
  CHECK(text_at(house.get("/ledger?kind=by_hand"), "/entries/0/text") ==
        "New calls take the program's own flow “Appointment reminder, asks first”, if it has one.");
  CHECK(house.post("/flows/appointment-reminder/live", R"({"hash": "00"})").status == 404);
}

TEST_CASE("a flow with a finding is refused with all of them, and what is live goes on") {
  ApiHouse house;
  const std::string before = text_at(listed(house, "appointment-reminder"), "/hash");
  boost::json::object files = shipped_files();
  files.erase("menu.xml");
  const auto response = house.post("/flows/appointment-reminder", to_publish(files));
  CHECK(response.status == 400);
  const auto body = boost::json::parse(response.body);
  REQUIRE(!body.at("findings").as_array().empty());
  CHECK(text_at(body, "/findings/0/code") == "template-missing");
  CHECK(text_at(listed(house, "appointment-reminder"), "/hash") == before);
}

TEST_CASE("files that cannot be read are said by name") {
  ApiHouse house;
  CHECK(house.post("/flows/mine", "{}").body.find("flow.toml") != std::string::npos);
  CHECK(house.post("/flows/mine", R"({"files": {"a.wav": 7}})").body.find("a.wav") != std::string::npos);
  CHECK(house.post("/flows/mine", R"({"files": {"a.wav": {"base64": "?"}}})").body.find("a.wav") != std::string::npos);
}

TEST_CASE("a call ends on the version with which it began, also when another program finds it") {
  ApiHouse house;
  REQUIRE(house.post("/flows/appointment-reminder", to_publish(with_title("Ours"))).status == 200);
  const std::string hash = text_at(listed(house, "appointment-reminder"), "/hash");
  REQUIRE(house.post("/flows/appointment-reminder", to_publish(with_title("Theirs"))).status == 200);
  // Another life of the program: nothing is loaded yet but what it comes with.
  const flow::Library fresh = flow::Library::builtin().value();
  const auto title = house.read<std::string>(
      [&](Unit& unit) -> Result<std::string> { return TRY(unit.flows().version(fresh, hash)).definition().title; });
  CHECK(title == "Ours");
}

TEST_CASE("what came with an older program is found by its hash, by every account") {
  ApiHouse house;
  const flow::Flow shipped = house.flows.flow("appointment-reminder").value();
  house.write([&](Unit& unit) { return unit.flows().keep_shipped(house.flows); }, AccountId{});
  const flow::Library newer;  // one that has other flows
  const auto found = house.read<std::string>(
      [&](Unit& unit) -> Result<std::string> { return TRY(unit.flows().version(newer, shipped.hash())).name(); });
  CHECK(found == "appointment-reminder");
}
