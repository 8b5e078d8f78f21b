// What every store must answer to whoever runs the installation. Included by tests alone.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "store/conformance/bench.h"
#include "store/event_book.h"
#include "store/gateway_record.h"
#include "store/house_trips.h"
#include "store/installation.h"
#include "store/ledger.h"
#include "store/people_record.h"
#include "store/trips.h"

namespace courtesy::conformance {

inline constexpr AccountId installation{};

inline std::vector<AccountLine> listed(StoreBench& bench, const AccountListing& listing) {
  return read<std::vector<AccountLine>>(
             bench, [&](Unit& unit) { return Installation(unit).accounts(listing); }, installation)
      .value();
}

inline void accounts_stand_side_by_side(StoreBench& bench) {
  CHECK(listed(bench, {}).size() == 2);
  CHECK(committed(write(
      bench,
      [](Unit& unit) {
        return unit.trips().add({TripRule::volume_hour, 900, 200, ""});
      },
      theirs)));
  const auto tripped = listed(bench, {.state = AccountState::tripped});
  REQUIRE(tripped.size() == 1);
  CHECK(tripped[0].account == theirs);
  CHECK(tripped[0].last_activity.has_value());
  CHECK(tripped[0].work.held == 0);
  CHECK(listed(bench, {.name = "2"}).size() == 1);
  CHECK(listed(bench, {.after = ours}).size() == 1);
  const auto states = read<std::map<AccountState, std::int64_t>>(
      bench, [](Unit& unit) { return Installation(unit).states(); }, installation);
  CHECK(states.value().at(AccountState::tripped) == 1);
  const auto work = read<Workload>(
      bench, [](Unit& unit) { return Installation(unit).workload(); }, installation);
  CHECK(work.value().undecided == 0);
  const auto stops = read<std::vector<NamedStop>>(
      bench, [](Unit& unit) { return named_stops(unit, 10); }, installation);
  CHECK(stops.value().size() == 1);
  const auto trips = read<std::vector<NamedTrip>>(
      bench, [](Unit& unit) { return named_trips(unit, unit.now() - hours{1}, 10); }, installation);
  CHECK(trips.value().size() == 1);
}

inline void people_are_found_over_all_accounts(StoreBench& bench) {
  for (const auto& [who, account] : {std::pair("Kim", ours), std::pair("Lee", theirs), std::pair("Kim", theirs)}) {
    bench.pass(seconds{1});
    CHECK(committed(write(
        bench,
        [&, name = std::string(who)](Unit& unit) {
          return unit.ledger().append(
              {.kind = LedgerKind::by_hand, .code = "note", .body = LedgerBody().plain("who", name)});
        },
        account)));
  }
  const auto did = [&](const PeopleSearch& search) {
    return read<PeopleFound>(
               bench, [&](Unit& unit) { return what_people_did(unit, search); }, installation)
        .value();
  };
  CHECK(did({.who = "kim"}).lines.size() == 2);
  CHECK(did({.who = "kim", .account = ours}).lines.size() == 1);
  const auto first = did({.who = "kim", .limit = 1});
  REQUIRE(first.before);
  const auto second = did({.who = "kim", .before = first.before, .limit = 1});
  REQUIRE(second.lines.size() == 1);
  CHECK(second.lines[0].account == ours);
}

inline void answers_of_gateways_are_counted(StoreBench& bench) {
  const auto answers = read<std::vector<GatewayAnswers>>(
      bench, [](Unit& unit) { return gateway_answers(unit, unit.now() - hours{1}); }, installation);
  CHECK(answers.value().empty());
}

inline void events_are_read_from_the_newest(StoreBench& bench) {
  for (int i = 0; i < 3; ++i) {
    CHECK(committed(write(bench, [](Unit& unit) -> Result<void> {
      TRY(EventBook(unit).add({"time_card", {{"hours", "8"}}}, SessionId(1), AttemptId{}));
      return {};
    })));
  }
  CHECK(committed(write(bench, [](Unit& unit) { return EventBook(unit).note(EventId(2), true, "204"); })));
  const auto newest = [&](EventId before, bool undelivered) {
    return read<std::vector<StoredEvent>>(bench,
                                          [&](Unit& unit) { return EventBook(unit).newest(before, undelivered, 10); })
        .value();
  };
  CHECK(newest(EventId{}, false).front().id == EventId(3));
  CHECK(newest(EventId{}, true).size() == 2);
  CHECK(newest(EventId(3), true).front().id == EventId(1));
  const auto counts = read<EventBook::Counts>(bench, [](Unit& unit) { return EventBook(unit).counts(); });
  CHECK(counts.value().undelivered == 2);
}

inline constexpr StoreRule operator_rules[] = {
    {"accounts stand side by side", accounts_stand_side_by_side},
    {"people are found over all accounts", people_are_found_over_all_accounts},
    {"answers of gateways are counted", answers_of_gateways_are_counted},
    {"events are read from the newest", events_are_read_from_the_newest},
};

}  // namespace courtesy::conformance
