// An account's pace, from the due reminder to the gateway.
#include <doctest/doctest.h>

#include "dispatch/dispatcher.h"
#include "gateway/fake_gateway.h"
#include "store/capacity.h"
#include "store/sqlite/test_house.h"
#include "store/staffing.h"

using namespace courtesy;

namespace {

/// Thirty clients are to be rung on Wednesday at 14:00; two agents are there until 17:00.
struct PacedOffice : TestHouse {
  explicit PacedOffice(const PacingSettings& pacing, const std::string& shift = "mon-fri 08:00-17:00 2") {
    dispatcher = std::make_unique<Dispatcher>(
        Dispatcher::Parts{.loop = time,
                          .clock = time,
                          .store = *store,
                          .gateways = {.call = &gateway, .text = &gateway, .email = &gateway},
                          .fill = [](const Rule&, const Account&, const Client&, const Appointment&) -> Result<Filled> {
                            return Filled{.text = "text", .subject = "subject", .flow = "flow", .flow_hash = "hash"};
                          },
                          .random = random,
                          .log = log},
        DispatchSettings{});
    std::vector<intake::Booked> bookings;
    for (int i = 0; i < 30; ++i) {
      bookings.push_back(booked(std::to_string(i), "2026-05-14T14:00", "+121255501" + std::to_string(10 + i)));
    }
    import(bookings);
    write([&](Unit& unit) -> Result<void> {
      TRY(unit.agents().set_shifts(parse_staff_shifts(shift).value()));
      return unit.pacing().set(pacing);
    });
    dispatcher->start();
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

  SeededRandom random{1};
  QuietLog log;
  FakeGateway gateway{time};
  std::unique_ptr<Dispatcher> dispatcher;
};

}  // namespace

TEST_CASE("with a pace by agents five go out together, the others one by one, and none twice") {
  PacedOffice office({.by_agents = true});
  CHECK(office.contacts_by("2026-05-13T18:00:30Z") <= 6);
  CHECK(office.contacts_by("2026-05-13T18:00:30Z") >= 5);
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

TEST_CASE("a day's budget is never exceeded, and the rest is told to staff at once") {
  PacedOffice office({.day_contacts = 7});
  CHECK(office.contacts_by("2026-05-13T18:02:00Z") == 7);
  CHECK(office.in_state("dropped", Reason::budget) == 23);
  CHECK(office.contacts_by("2026-05-14T20:00:00Z") == 7);
}
