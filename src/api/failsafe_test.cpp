#include "api/failsafe.h"

#include <doctest/doctest.h>

#include "api/test_house.h"
#include "store/failsafe.h"
#include "store/trips.h"

using namespace courtesy;
using courtesy::api::ApiHouse;
using courtesy::api::text_at;

namespace {

/// One reminder, due tomorrow, held since too much was planned.
void hold_one(ApiHouse& house) {
  house.import({TestHouse::booked("a", "2026-05-14T14:00")});
  house.write([](Unit& unit) -> Result<void> {
    CHECK(TRY(hold_plan(unit, unit.now(), unit.now() + hours{48}, 10)) == 1);
    return unit.trips().add({TripRule::planned_volume, 412, 190, "day"});
  });
}

}  // namespace

TEST_CASE("the failsafe says what it counts, what it would allow, and what tripped") {
  ApiHouse house;
  hold_one(house);
  const boost::json::value answer = house.get("/failsafe");
  CHECK(answer.at_pointer("/sent/hour").as_int64() == 0);
  CHECK(answer.at_pointer("/limits/soft_day").as_int64() == 200);
  CHECK(answer.at_pointer("/probation").is_null());
  CHECK(text_at(answer, "/trips/0/rule") == "planned_volume");
  CHECK(text_at(answer, "/trips/0/severity") == "soft");
  CHECK(answer.at_pointer("/trips/0/decided").is_null());
}

TEST_CASE("the held list has what each would say: a call's beginning, and what is behind the key") {
  ApiHouse house;
  hold_one(house);
  const boost::json::value list = house.get("/held");
  const std::string says = text_at(list, "/reminders/0/says");
  CAPTURE(says);
  CHECK(says.find("Maple Dental") != std::string::npos);
  CHECK(says.find("press 1") < says.find("\n\n"));
  CHECK(says.find("at 2 PM", says.find("\n\n")) != std::string::npos);

  house.write([](Unit& unit) -> Result<void> {
    TRY(unit.db().run("UPDATE rule SET content = 'gone'"));
    return {};
  });
  CHECK(text_at(house.get("/held"), "/reminders/0/says").find("gone") != std::string::npos);
}

TEST_CASE("the held list comes in pages that hold each once, in order") {
  ApiHouse house;
  house.import({TestHouse::booked("a", "2026-05-14T14:00"), TestHouse::booked("b", "2026-05-14T14:00"),
                TestHouse::booked("c", "2026-05-14T09:00")});
  house.write([](Unit& unit) -> Result<void> {
    return hold_plan(unit, unit.now(), unit.now() + hours{48}, 10).ok() ? Result<void>{} : invalid("not held");
  });
  const auto all = house.get("/held").at("reminders").as_array();
  REQUIRE(all.size() == 3);
  boost::json::array paged;
  std::string after;
  for (int pages = 0; pages < 3; ++pages) {
    const auto page = house.get("/held?limit=1&after=" + after);
    CHECK(page.at("count") == 3);
    REQUIRE(page.at("reminders").as_array().size() == 1);
    paged.push_back(page.at("reminders").at(0));
    CHECK(page.at("next").is_null() == (pages == 2));
    if (pages < 2) after = text_at(page, "/next");
  }
  CHECK(paged == all);
  for (const char* none : {"x", "1.2.3", "1.2.3.fax.s",
                           "1.2.3.call."
                           "0123456789012345678901234567890123456789012345678901234567890123456789012345678901"})
    CHECK(house.ask("GET", std::string("/v1/held?after=") + none).status == 400);
}

TEST_CASE("the held list is released by a typed count, and on record") {
  ApiHouse house;
  hold_one(house);
  const boost::json::value list = house.get("/held");
  CHECK(list.at_pointer("/count").as_int64() == 1);
  CHECK(text_at(list, "/reminders/0/name") == "Ana");
  CHECK(text_at(list, "/reminders/0/reason") == "unusual_volume");
  CHECK(house.post("/held/release", R"({"who":"Kim","why":"","all":true,"count":1})").status == 400);
  const auto wrong = house.post("/held/release", R"({"who":"Kim","why":"flu week","all":true,"count":2})");
  CHECK(wrong.status == 409);
  CHECK(wrong.body.find("count_differs") != std::string::npos);
  const auto right = house.post("/held/release", R"({"who":"Kim","why":"flu week","all":true,"count":1})");
  CHECK(right.status == 200);
  CHECK(boost::json::parse(right.body).at_pointer("/decided").as_int64() == 1);
  const auto rows = house.read<std::vector<ReminderRow>>([](Unit& unit) { return unit.queue().of(AppointmentId(1)); });
  CHECK(rows.at(0).state == ReminderState::waiting);
  CHECK(rows.at(0).look_at == rows.at(0).send_at);
}

TEST_CASE("a held reminder is discarded by its key, and a key that names nothing changes nothing") {
  ApiHouse house;
  hold_one(house);
  const auto other = house.post(
      "/held/discard",
      R"({"who":"Kim","why":"wrong","reminders":[{"appointment":9,"rule":1,"channel":"call","start":"x"}]})");
  CHECK(boost::json::parse(other.body).at_pointer("/decided").as_int64() == 0);
  CHECK(house.post("/held/discard", R"({"who":"Kim","why":"wrong","reminders":[{"rule":1}]})").status == 400);
  const auto it = house.post(
      "/held/discard",
      R"({"who":"Kim","why":"wrong","reminders":[{"appointment":1,"rule":1,"channel":"call","start":"2026-05-14T14:00"}]})");
  CHECK(boost::json::parse(it.body).at_pointer("/decided").as_int64() == 1);
  const auto rows = house.read<std::vector<ReminderRow>>([](Unit& unit) { return unit.queue().of(AppointmentId(1)); });
  CHECK(rows.at(0).state == ReminderState::dropped);
}
