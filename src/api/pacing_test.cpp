#include "api/pacing.h"

#include <doctest/doctest.h>

#include <cmath>

#include "api/test_house.h"

using namespace courtesy;
using api::ApiHouse;
using api::text_at;

namespace {

boost::json::object put(ApiHouse& house, const std::string& body, int status = 200) {
  const auto response = house.ask("PUT", "/v1/pacing", body);
  CHECK_MESSAGE(response.status == status, response.body);
  return boost::json::parse(response.body).as_object();
}

/// A table with so many clients, all of one hour.
std::string table(int rows) {
  std::string bytes = "name,phone,date,time\n";
  for (int i = 0; i < rows; ++i) {
    bytes += "Ana " + std::to_string(i) + ",+1 212 555 " + std::to_string(1000 + i) + ",2026-06-10,09:00\n";
  }
  return bytes;
}

boost::json::object preview(ApiHouse& house, int rows) {
  const auto response = house.post("/imports?name=list.csv&date_form=year_month_day&time_form=h24", table(rows));
  REQUIRE_MESSAGE(response.status == 200, response.body);
  return boost::json::parse(response.body).as_object().at("pace").as_object();
}

}  // namespace

TEST_CASE("the pace is off until it is set; what is left out stays, and null takes a limit away") {
  ApiHouse house;
  CHECK(house.get("/pacing").at("by_agents") == false);
  CHECK(house.get("/pacing").at("now").is_null());
  put(house, R"({"by_agents": true, "shifts": ["mon-fri 08:00-17:00 2"], "per_hour": 120, "day_money": 12.5})");
  auto page = put(house, R"({"handling_seconds": 240})");
  CHECK(page.at("by_agents") == true);
  CHECK(page.at("handling_seconds").to_number<double>() == 240);
  CHECK(page.at("per_hour") == 120);
  CHECK(page.at("day_money").to_number<double>() == 12.5);
  CHECK(page.at("shifts").as_array().size() == 5);
  CHECK(text_at(page, "/now/hold") == "none");
  page = put(house, R"({"per_hour": null})");
  CHECK(page.at("per_hour").is_null());
}

TEST_CASE("today is told by the hour: who is there, what they leave room for, and what waits") {
  ApiHouse house;
  house.import({ApiHouse::booked("a", "2026-05-13T11:30"), ApiHouse::booked("b", "2026-05-13T11:45")});
  CHECK(house.get("/pacing").at("today").as_array().size() == 24);
  CHECK(house.get("/pacing").at("today").at(9).at("contacts").is_null());
  put(house, R"({"shifts": ["mon-fri 08:00-17:00 2", "tue 09:30-10:00 1"]})");
  const auto today = house.get("/pacing").at("today").as_array();
  const auto hour = [&](std::size_t at, std::string_view what) { return today.at(at).at(what).to_number<double>(); };
  CHECK(today.at(9).at("local") == "2026-05-12T09:00");
  CHECK(today.at(9).at("at") == "2026-05-12T13:00:00Z");
  CHECK(hour(7, "agents") == 0);
  CHECK(hour(7, "contacts") == 0);
  CHECK(hour(8, "agents") == 2);
  CHECK(hour(8, "contacts") == 139);
  CHECK(hour(9, "agents") == 3);
  CHECK(hour(9, "contacts") > 139);
  CHECK(hour(17, "contacts") == 0);
  double waiting = 0;
  for (std::size_t at = 0; at < today.size(); ++at) waiting += hour(at, "waiting");
  CHECK(waiting == 2);
}

TEST_CASE(
    "the hour's room is the pace's own: what was learnt counts, and nothing goes out when callbacks find nobody") {
  ApiHouse house;
  const auto page = put(house, R"({"by_agents": true, "shifts": ["tue 08:00-12:00 2", "tue 12:00-14:00 2"]})");
  const auto hour = [](const boost::json::object& of, std::size_t at) {
    return of.at("today").at(at).at("contacts").to_number<double>();
  };
  const double pace = page.at("now").at("contacts_per_hour").to_number<double>();
  CHECK(hour(page, 11) == std::round(pace));
  // Of the last hour before everybody leaves the first 25 minutes: then nine of ten callbacks still meet somebody.
  CHECK(hour(page, 13) == std::round(pace * 25 / 60));
  CHECK(page.at("reckoned").at("contacts_counted") == 0);
  CHECK(page.at("reckoned").at("callback_share").to_number<double>() == doctest::Approx(0.1));

  house.write([](Unit& unit) -> Result<void> {
    TRY(unit.db().run("UPDATE pacing SET memory = '1000 300 20 6000000' WHERE account = $1", {unit.account()}));
    return {};
  });
  const auto learnt = house.get("/pacing");
  CHECK(learnt.at("reckoned").at("contacts_counted") == 1000);
  CHECK(learnt.at("reckoned").at("callback_share").to_number<double>() == doctest::Approx(310.0 / 1100));
  CHECK(learnt.at("reckoned").at("handling_seconds").to_number<double>() == doctest::Approx(240));
  CHECK(hour(learnt, 11) < 0.5 * pace);
  CHECK(hour(learnt, 11) == std::round(learnt.at("now").at("contacts_per_hour").to_number<double>()));
}

TEST_CASE("a pace that cannot be is refused whole, and names what is wrong") {
  ApiHouse house;
  for (const auto& [body, names] :
       std::vector<std::pair<std::string, std::string>>{{R"({"by_agents": 1})", "by_agents"},
                                                        {R"({"by_agents": true})", "shifts"},
                                                        {R"({"shifts": "mon"})", "shifts"},
                                                        {R"({"shifts": [1]})", "shifts"},
                                                        {R"({"shifts": ["mon"]})", "mon-fri"},
                                                        {R"({"per_hour": "many"})", "per_hour"},
                                                        {R"({"per_hour": -1})", "per_hour"},
                                                        {R"({"callback_share": 2})", "callback_share"},
                                                        {R"({"handling_seconds": -1})", "handling_seconds"},
                                                        {R"({"per_hour": 5, "wait_share": 1})", "share"}}) {
    CHECK_MESSAGE(put(house, body, 400).at("detail").as_string().find(names) != std::string::npos, body);
  }
  CHECK(house.get("/pacing").at("per_hour").is_null());
}

TEST_CASE("agents say where they are, and callbacks are marked and ended") {
  ApiHouse house;
  put(house, R"({"by_agents": true, "shifts": ["mon-fri 08:00-17:00 2"]})");
  CHECK(house.post("/agents", R"({"name": "Kim", "state": "busy"})").status == 200);
  CHECK(text_at(house.get("/pacing"), "/agents/0/state") == "busy");
  CHECK(text_at(house.get("/pacing"), "/now/hold") == "all_busy");
  CHECK(house.post("/agents", R"({"name": "", "state": "busy"})").status == 400);
  CHECK(house.post("/agents", R"({"name": "Kim", "state": "asleep"})").status == 400);
  CHECK(house.post("/callbacks", "{}").body.find("\"id\":1") != std::string::npos);
  CHECK(house.post("/callbacks/1/handled", R"({"seconds": 140})").status == 200);
  CHECK(house.post("/callbacks/2/handled", R"({"seconds": 140})").status == 404);
  CHECK(house.post("/callbacks/1/handled", "{}").status == 400);
  CHECK(house.post("/callbacks/1/ended", "{}").status == 404);
  CHECK(house.get("/pacing").at("now").as_object().at("callbacks_handled").to_number<int>() == 1);
}

TEST_CASE("an import of many says beforehand how long it takes, and suggests a pace where there is none") {
  ApiHouse house;
  auto pace = preview(house, 201);
  CHECK(pace.at("contacts") == 201);
  CHECK(pace.at("busiest_hour") == 201);
  CHECK(pace.at("suggested") == true);
  CHECK(pace.at("plan").is_null());
  CHECK(
      text_at(pace, "/sentence").starts_with("201 contacts will go out, 201 of them within one hour; about 20 people"));
  put(house, R"({"shifts": ["mon-fri 08:00-16:00 2"]})");
  pace = preview(house, 201);
  CHECK(text_at(pace, "/sentence").starts_with("201 contacts take 1.1 hours: 2 agents"));
  CHECK(pace.at("plan").as_object().at("hours_per_day").to_number<double>() == 8);
  put(house, R"({"by_agents": true})");
  CHECK(preview(house, 201).at("suggested") == false);
}

TEST_CASE("an import of few suggests nothing") {
  ApiHouse house;
  const auto pace = preview(house, 3);
  CHECK(pace.at("contacts") == 3);
  CHECK(pace.at("suggested") == false);
  CHECK(text_at(pace, "/sentence").empty());
}

TEST_CASE("the ledger says who set which hours, and what else was set") {
  ApiHouse house;
  const auto told = [&](const char* language) {
    const auto answer = house.ask("GET", "/v1/ledger?code=pacing_set", "", {{"Accept-Language", language}});
    return text_at(boost::json::parse(answer.body), "/entries/0/text");
  };
  put(house, R"({"shifts":["mon-thu 08:00-17:00 2","sat 9:00-12:00 1"]})");
  CHECK(told("en") ==
        "The timetable of who takes callbacks was set (Kim): Monday to Thursday 08:00–17:00 (2) and Saturday "
        "09:00–12:00 (1).");
  CHECK(told("es") ==
        "Se fijó el horario de quienes atienden las llamadas devueltas (Kim): lunes a jueves 08:00–17:00 (2) y sábado "
        "09:00–12:00 (1).");
  put(house, R"({"shifts":["mon-thu 08:00-17:00 2","sat 9:00-12:00 1"],"per_hour":9})");
  CHECK(told("en") == "The pace, its limits or its timetable were set (Kim).");
  put(house, R"({"shifts":[],"per_hour":8})");
  CHECK(told("en").find("nobody at any time. The pace or its limits were set too.") != std::string::npos);
  CHECK(house.get("/ledger?code=changed").at("entries").as_array().empty());
}
