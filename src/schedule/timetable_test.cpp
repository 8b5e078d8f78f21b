#include "schedule/timetable.h"

#include <doctest/doctest.h>

namespace courtesy {
namespace {

using namespace std::chrono_literals;

Instant at(std::string_view text) { return parse_instant(text).value(); }

Timetable table(std::initializer_list<std::string_view> lines, std::string_view zone = "America/New_York") {
  std::vector<StaffShift> shifts;
  for (const auto line : lines) {
    for (const auto& shift : parse_staff_shifts(line).value()) shifts.push_back(shift);
  }
  return {shifts, Zone::find(zone).value()};
}

TEST_CASE("shifts are written as people say them, and add up where they overlap") {
  const Timetable clinic = table({"mon-fri 08:00-17:00 2", "tue 12:00-14:00 1"});
  CHECK(clinic.agents_at(at("2026-05-12T11:59:00Z")) == 0);  // Tuesday 07:59
  CHECK(clinic.agents_at(at("2026-05-12T12:00:00Z")) == 2);
  CHECK(clinic.agents_at(at("2026-05-12T16:00:00Z")) == 3);
  CHECK(clinic.agents_at(at("2026-05-12T18:00:00Z")) == 2);
  CHECK(clinic.agents_at(at("2026-05-12T21:00:00Z")) == 0);
  CHECK(clinic.agents_at(at("2026-05-16T16:00:00Z")) == 0);  // Saturday
  CHECK(to_string(parse_staff_shifts("sun  9:05-24:00  1").value().at(0)) == "sun 09:05-24:00  1 agent");
  CHECK(to_string(parse_staff_shifts("sat 08:59-10:00 1").value().at(0)) == "sat 08:59-10:00  1 agent");
  CHECK(to_string(parse_staff_shifts("tue 12:00-14:00 2").value().at(0)) == "tue 12:00-14:00  2 agents");
}

TEST_CASE("it is known when the last agent goes, and when the next one comes") {
  const Timetable clinic = table({"mon-fri 08:00-12:00 2", "mon-fri 12:00-17:00 1"});
  const Instant friday = at("2026-05-15T15:00:00Z");
  CHECK(clinic.empty_after(friday) == at("2026-05-15T21:00:00Z"));
  CHECK(clinic.staffed_from(friday) == friday);
  CHECK(clinic.staffed_from(at("2026-05-15T21:00:00Z")) == at("2026-05-18T12:00:00Z"));
  CHECK_FALSE(table({}).staffed_from(friday));
  CHECK_FALSE(table({"mon-sun 00:00-24:00 1"}).empty_after(friday));
}

TEST_CASE("clocks put forward or back move the shifts with the wall clock") {
  const Timetable clinic = table({"sat-sun 08:00-17:00 1"});
  CHECK(clinic.staffed_from(at("2026-03-07T22:00:00Z")) == at("2026-03-08T12:00:00Z"));
  CHECK(clinic.staffed_from(at("2026-10-31T21:00:00Z")) == at("2026-11-01T13:00:00Z"));
  const Timetable night = table({"sun 01:00-02:00 1"});
  CHECK(night.agents_at(at("2026-11-01T05:30:00Z")) == 1);
  CHECK(night.agents_at(at("2026-11-01T06:30:00Z")) == 1);
  CHECK(night.empty_after(at("2026-11-01T05:30:00Z")) == at("2026-11-01T07:00:00Z"));
  // From half past one, an hour later it is one o'clock again, and half past one comes a second time.
  const Timetable twice = table({"sun 01:30-03:00 1"});
  CHECK(twice.empty_after(at("2026-11-01T05:40:00Z")) == at("2026-11-01T06:00:00Z"));
  CHECK(twice.staffed_from(at("2026-11-01T06:10:00Z")) == at("2026-11-01T06:30:00Z"));
  // Half past midnight has come before, and only once.
  const Timetable once = table({"sun 00:30-03:00 1"});
  CHECK(once.empty_after(at("2026-11-01T05:40:00Z")) == at("2026-11-01T08:00:00Z"));
}

TEST_CASE("a shift in an hour that is skipped comes again a week later") {
  const Timetable clinic = table({"sun 02:15-02:45 1"});
  CHECK(clinic.staffed_from(at("2026-03-01T07:45:00Z")) == at("2026-03-15T06:15:00Z"));
}

TEST_CASE("a clock that is put back over midnight shows the last hour of the day before once more") {
  const Timetable clinic = table({"sat 23:30-24:00 1"}, "America/St_Johns");
  const Instant sunday = at("2010-11-07T02:30:30Z");  // half a minute past midnight; at a minute past it is 23:01 again
  CHECK(clinic.agents_at(sunday) == 0);
  CHECK(clinic.staffed_from(sunday) == at("2010-11-07T03:00:00Z"));
}

TEST_CASE("a shift that cannot be one is refused, with an example") {
  for (const auto* text :
       {"", "mon", "mon 08:00-17:00", "mon 08:00-17:00 0", "mon 08:00-17:00 1001", "mon 08:00-17:00 two",
        "mon 17:00-08:00 1", "mon 08:00-08:00 1", "mon 08:00-24:01 1", "mon 8-17 1", "mon 08:60-17:00 1",
        "fri-mon 08:00-17:00 1", "monday 08:00-17:00 1", "mon 08:00-17:00 1 more"}) {
    const auto parsed = parse_staff_shifts(text);
    CHECK_FALSE_MESSAGE(parsed.ok(), text);
    if (!parsed) CHECK(parsed.error().message.find("mon-fri 08:00-17:00 2") != std::string::npos);
  }
}

}  // namespace
}  // namespace courtesy
