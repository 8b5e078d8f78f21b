#include "api/days.h"

#include <doctest/doctest.h>

#include "api/pages.h"
#include "api/test_house.h"
#include "store/answers.h"
#include "store/ledger.h"

using namespace courtesy;
using api::ApiHouse;

namespace {

using Array = boost::json::array;

class Calendar : public ApiHouse {
 public:
  Array days(const std::string& from, const std::string& to) {
    return get("/days?from=" + from + "&to=" + to).at("days").as_array();
  }
  void run(const std::string& sql, std::initializer_list<Value> values = {}) { INVARIANT(db->run(sql, values).ok()); }
};

}  // namespace

TEST_CASE("a week has each day's counts by state and its visits in short; a longer span has counts alone") {
  Calendar house;
  house.import({ApiHouse::booked("a", "2026-05-13T09:00"), ApiHouse::booked("b", "2026-05-13T23:30"),
                ApiHouse::booked("c", "2026-05-15T00:00")});
  house.write([](Unit& unit) { return api::mark_answer(unit, AppointmentId(1), Answer::confirmed, "Kim"); });
  const auto week = house.days("2026-05-11", "2026-05-17");
  REQUIRE(week.size() == 7);
  CHECK(week[2].at("date") == "2026-05-13");
  CHECK(week[2].at("counts").at("confirmed") == 1);
  CHECK(week[2].at("counts").at("scheduled") == 1);
  CHECK(week[3].at("counts").at("scheduled") == 0);
  CHECK(week[4].at("counts").at("scheduled") == 1);
  const auto& visits = week[2].at("appointments").as_array();
  REQUIRE(visits.size() == 2);
  CHECK(visits[0].at("local") == "2026-05-13T09:00");
  CHECK(visits[0].at("name") == "Ana");
  CHECK(visits[0].at("state") == "confirmed");
  CHECK(visits[1].at("local") == "2026-05-13T23:30");
  const auto month = house.days("2026-04-27", "2026-06-07");
  CHECK(month.size() == 42);
  CHECK(month[0].as_object().if_contains("appointments") == nullptr);
  CHECK(month[16].at("counts").at("confirmed") == 1);
}

TEST_CASE("days are asked for from and to, the right way round, and at most six weeks") {
  Calendar house;
  for (const char* query : {"", "?from=2026-05-01", "?to=2026-05-01", "?from=2026-05-02&to=2026-05-01",
                            "?from=2026-05-01&to=2026-06-12", "?from=2026-02-30&to=2026-03-02", "?from=x&to=y"}) {
    CAPTURE(query);
    CHECK(house.ask("GET", "/v1/days" + std::string(query)).status == 400);
  }
  CHECK(house.ask("GET", "/v1/days?from=2026-05-01&to=2026-06-11").status == 200);
}

TEST_CASE("a day of 23 or 25 hours is one day, in the business's zone") {
  Calendar house;
  house.import({ApiHouse::booked("a", "2026-11-01T00:00"), ApiHouse::booked("b", "2026-11-01T23:59"),
                ApiHouse::booked("c", "2026-11-02T00:00")});
  const auto autumn = house.days("2026-11-01", "2026-11-02");
  CHECK(autumn[0].at("counts").at("scheduled") == 2);
  CHECK(autumn[1].at("counts").at("scheduled") == 1);
}

TEST_CASE("whom to ring by hand is counted as the day's own list has it, whatever the reason") {
  Calendar house;
  std::vector<intake::Booked> visits;
  for (int i = 0; i < 12; ++i)
    visits.push_back(ApiHouse::booked("v" + std::to_string(i), "2026-05-13T1" + std::to_string(i % 10) + ":00"));
  visits[1].number = std::nullopt;
  visits[1].name = "Without a number";
  house.import(visits);
  house.write([](Unit& unit) -> Result<void> {
    TRY(api::mark_answer(unit, AppointmentId(3), Answer::call_back, "Kim"));
    TRY(api::mark_answer(unit, AppointmentId(4), Answer::confirmed, "Kim"));
    TRY(unit.ledger().append(
        {.kind = LedgerKind::answered, .code = "unclear_reply", .appointment = AppointmentId(4), .channel = "text"}));
    TRY(unit.ledger().append(
        {.kind = LedgerKind::answered, .code = "wrong_number", .appointment = AppointmentId(5), .channel = "text"}));
    return unit.ledger().append({.kind = LedgerKind::by_hand, .code = "read", .appointment = AppointmentId(5)});
  });
  house.run("UPDATE reminder SET state = 'held', held_at = 0 WHERE appointment = 6");
  house.run("UPDATE reminder SET state = 'dropped', reason = 'no_consent' WHERE appointment IN (7, 8)");
  house.run("UPDATE appointment SET told = 'told' WHERE appointment = 8");
  house.run("UPDATE appointment SET booking = 'cancelled' WHERE appointment = 9");
  house.run("UPDATE appointment SET presence = 'showed' WHERE appointment = 10");
  for (const auto& [appointment, ago] : {std::pair(11, hours{2}), std::pair(12, hours{0})})
    house.run(
        "INSERT INTO attempt (account, attempt, appointment, rule, channel, start, n, client, recipient, sender, text,"
        " secret, state, intended_at, send_by, node, epoch) SELECT account, $1, appointment, 1, 'call', start_key, 1,"
        " client, '+12125550123', '', '', 's', 'unknown', $2, 0, 'test', 1 FROM appointment WHERE appointment = $1",
        {appointment, house.time.now() - ago});

  const auto listed = house.get("/day?date=2026-05-13").at("ring_by_hand").as_array();
  std::set<std::int64_t> by_day;
  for (const auto& one : listed) by_day.insert(one.at("appointment").as_int64());
  CHECK(by_day == std::set<std::int64_t>{2, 3, 4, 6, 7, 11});
  const auto day = house.days("2026-05-13", "2026-05-13")[0];
  CHECK(day.at("ring_by_hand") == 6);
  std::set<std::int64_t> by_days;
  for (const auto& one : day.at("appointments").as_array())
    if (one.at("ring_by_hand").as_bool()) by_days.insert(one.at("id").as_int64());
  CHECK(by_days == by_day);
  house.time.run_until(parse_instant("2026-05-14T13:00:00Z").value());
  CHECK(house.days("2026-05-13", "2026-05-13")[0].at("ring_by_hand") == 0);
}
