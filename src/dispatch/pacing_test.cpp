// An account's pace, from the due reminder to the gateway.
#include <doctest/doctest.h>

#include <algorithm>

#include "dispatch/test_dispatch.h"
#include "store/capacity.h"
#include "store/staffing.h"

using namespace courtesy;

namespace {

/// Thirty clients are to be rung on Wednesday at 14:00; two agents are there until 17:00.
struct PacedOffice : DispatchHouse {
  explicit PacedOffice(const PacingSettings& pacing, const std::string& shift = "mon-fri 08:00-17:00 2") {
    std::vector<intake::Booked> bookings;
    for (int i = 0; i < 30; ++i) {
      bookings.push_back(booked(std::to_string(i), "2026-05-14T14:00", "+121255501" + std::to_string(10 + i)));
    }
    import(bookings);
    write([&](Unit& unit) -> Result<void> {
      TRY(unit.agents().set_shifts(parse_staff_shifts(shift).value()));
      return unit.pacing().set(pacing);
    });
    start();
  }
  std::size_t contacts_by(std::string_view instant) {
    time.run_until(parse_instant(instant).value());
    return gateway.contacts().size();
  }
  std::size_t in_state(std::string_view state, Reason reason) {
    return read<Rows>([&](Unit& unit) {
             return unit.db().run("SELECT 1 FROM reminder WHERE state = $1 AND reason = $2",
                                  {state, to_string(reason)});
           })
        .size();
  }
};

/// At four in the afternoon ten texts are due, and eighty calls: those texts that were booked first.
struct CrowdedLine : DispatchHouse {
  CrowdedLine() {
    write([](Unit& unit) -> Result<void> {
      TRY(add_rule(unit, {.id = {}, .channel = Channel::text, .offset = ElapsedBefore{hours{22}}, .content = "text"}));
      return {};
    });
    std::vector<intake::Booked> bookings;
    for (int i = 0; i < 90; ++i) {
      const char* start = i < 10 ? "2026-05-14T14:00" : "2026-05-14T16:00";
      bookings.push_back(booked(std::to_string(i), start, "+121255502" + std::to_string(10 + i)));
    }
    import(bookings);
    start({.places_in_flight = 4, .calls_per_second = 100, .texts_per_second = 100});
    run_until("2026-05-13T18:10:00Z");
    for (const auto& contact : std::vector(gateway.contacts()))
      gateway.progress(contact.provider_id, AttemptState::ended, AttemptOutcome::heard);
  }
};

}  // namespace

TEST_CASE("with a pace by agents a few go out together, the others one by one, and none twice") {
  PacedOffice office({.by_agents = true});
  CHECK(office.contacts_by("2026-05-13T18:00:30Z") <= 8);
  CHECK(office.contacts_by("2026-05-13T18:00:30Z") >= 6);
  const std::size_t half = office.contacts_by("2026-05-13T18:10:00Z");
  CHECK(half > 15);
  CHECK(half <= 30);
  CHECK(office.in_state("waiting", Reason::capacity) == 30 - half);
  office.contacts_by("2026-05-13T20:00:00Z");
  CHECK(office.gateway.contacts().size() == 30);
}

TEST_CASE("outside the timetable nothing goes out, and what cannot wait for it is told to staff at once") {
  PacedOffice office({.by_agents = true}, "mon-fri 08:00-12:00 2");
  CHECK(office.contacts_by("2026-05-13T18:01:00Z") == 0);
  CHECK(office.in_state("dropped", Reason::capacity) == 30);
}

TEST_CASE("an account's own pace is kept to the second, and nobody is lost by it") {
  PacedOffice office({.per_minute = 10});
  CHECK(office.contacts_by("2026-05-13T18:00:59Z") == 10);
  CHECK(office.contacts_by("2026-05-13T18:01:59Z") == 20);
  CHECK(office.contacts_by("2026-05-13T18:05:00Z") == 30);
}

TEST_CASE("calls that could fill every place do not keep texts waiting: who has waited longest goes first") {
  CrowdedLine line;
  line.run_until("2026-05-13T20:10:00Z");
  const auto& contacts = line.gateway.contacts();
  std::vector<Channel> at_four;
  for (const auto& contact : contacts) {
    if (contact.at >= parse_instant("2026-05-13T20:00:00Z").value()) at_four.push_back(contact.channel);
  }
  REQUIRE(at_four.size() == 90);
  CHECK(std::count(at_four.begin(), at_four.begin() + 40, Channel::text) == 10);
}

TEST_CASE("a day's budget is never exceeded, and the rest is told to staff at once") {
  PacedOffice office({.day_contacts = 7});
  CHECK(office.contacts_by("2026-05-13T18:02:00Z") == 7);
  CHECK(office.in_state("dropped", Reason::budget) == 23);
  CHECK(office.contacts_by("2026-05-14T20:00:00Z") == 7);
}
