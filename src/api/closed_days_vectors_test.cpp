// The shared cases of business days, as the store plans them: the calendar kept, the rule kept, the visit booked.
#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "api/test_house.h"
#include "appointment/start.h"
#include "store/closed_days.h"

using namespace courtesy;
using api::text_at;

namespace {

namespace json = boost::json;

json::array cases() {
  std::ostringstream text;
  text << std::ifstream(COURTESY_SOURCE_DIR "/tests/vectors/reminder-times.json").rdbuf();
  return json::parse(text.str()).at("cases").as_array();
}

std::array<bool, 7> open_in(const json::value& rule) {
  constexpr std::array<std::string_view, 7> names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  std::array<bool, 7> open{};
  for (const auto& day : rule.at("open_weekdays").as_array()) {
    const auto found = std::ranges::find(names, std::string_view(day.as_string()));
    open[static_cast<std::size_t>(found - names.begin())] = true;
  }
  return open;
}

minutes clock_in(const json::value& rule) {
  const std::string time = text_at(rule, "/time");
  return hours{std::stoi(time.substr(0, 2))} + minutes{std::stoi(time.substr(3))};
}

/// Long before all of them; by email, which may go out at any hour.
class January {
 public:
  explicit January(const std::string& zone) {
    INVARIANT(migrate(*db_, {}, now_).ok());
    Unit house(*db_, AccountId{}, now_, settings_, {});
    Account clinic = TestHouse::clinic();
    clinic.zone = zone;
    INVARIANT(house.accounts().create(clinic).ok());
  }

  Instant planned(const json::value& one) {
    Unit unit(*db_, AccountId(1), now_, settings_, {});
    const auto& rule = one.at("rule");
    INVARIANT(unit.closed_days().set_week({.open = open_in(rule)}).ok());
    if (rule.as_object().contains("closed_dates")) {
      for (const auto& date : rule.at("closed_dates").as_array()) {
        const LocalDate closed = parse_date(std::string_view(date.as_string())).value();
        unit.closed_days().add({.first = closed, .last = closed, .name = {}}).value();
      }
    }
    const BusinessDaysBeforeAt offset{
        .days = static_cast<int>(rule.at("days").as_int64()), .time = clock_in(rule), .open = {}, .closed_dates = {}};
    add_rule(unit, {.id = {}, .channel = Channel::email, .offset = offset, .content = "appointment-email"}).value();
    const LocalTime local = parse_local_time(text_at(one, "/appointment/local")).value();
    intake::Booked visit;
    visit.uid = "1";
    visit.start = start_at(local, text_at(one, "/appointment/zone")).value();
    visit.name = "Ana";
    visit.email = "ana@example.com";
    take_bookings(unit, {.name = "book"}, std::vector{visit}).value();
    return unit.queue().of(AppointmentId(1)).value().at(0).send_at;
  }

 private:
  Instant now_ = parse_instant("2026-01-02T12:00:00Z").value();
  StoreSettings settings_{.environment = {.production = false, .allow_list = {}},
                          .suppression_key = Secret<std::string>("test key"),
                          .number_facts = {},
                          .salt_key = Secret<std::string>("test salts")};
  std::unique_ptr<SqliteDb> db_ = SqliteDb::open({.path = ":memory:"}).value();
};

}  // namespace

TEST_CASE("business days as the store keeps and plans them are those of the shared cases") {
  int seen = 0;
  for (const auto& one : cases()) {
    if (text_at(one, "/rule/kind") != "business_days_before_at") continue;
    CAPTURE(text_at(one, "/id"));
    ++seen;
    CHECK(to_string(January(text_at(one, "/appointment/zone")).planned(one)) == text_at(one, "/expect/send"));
  }
  CHECK(seen == 8);
}
