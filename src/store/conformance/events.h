// What every store must keep of events, which other systems are told until they take them. Included by tests alone.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "store/conformance/bench.h"
#include "store/event_book.h"

namespace courtesy::conformance {

inline EventId emit(StoreBench& bench, const std::string& hours, AccountId in = ours) {
  return ask<EventId>(
             bench,
             [&](Unit& unit) {
               return EventBook(unit).add({"time_card", {{"hours", hours}}}, SessionId(1), AttemptId{});
             },
             in)
      .value();
}

inline std::vector<EventBook::Due> due_events(StoreBench& bench) {
  return read<std::vector<EventBook::Due>>(
             bench, [](Unit& unit) { return EventBook(unit).due(10); }, AccountId{})
      .value();
}

inline StoredEvent event_of(StoreBench& bench, EventId event) {
  return read<StoredEvent>(bench, [=](Unit& unit) { return EventBook(unit).get(event); }).value();
}

inline void note_event(StoreBench& bench, EventId event, bool taken) {
  CHECK(committed(write(bench, [=](Unit& unit) { return EventBook(unit).note(event, taken, "an answer"); })));
}

inline void an_event_is_due_until_it_is_taken(StoreBench& bench) {
  emit(bench, "1");
  CHECK(due_events(bench).empty());  // there is no address
  for (const AccountId account : {ours, theirs}) {
    CHECK(committed(write(
        bench, [](Unit& unit) { return EventBook(unit).set_target("https://app.example/hook"); }, account)));
  }
  const EventId second = emit(bench, "2");
  bench.pass(seconds{1});
  emit(bench, "3", theirs);
  CHECK(due_events(bench) == std::vector<EventBook::Due>{{ours, second}, {theirs, EventId(1)}});
  note_event(bench, second, false);
  CHECK(due_events(bench).size() == 1);
  bench.pass(seconds{5});
  CHECK(due_events(bench).size() == 2);
  note_event(bench, second, true);
  CHECK(event_of(bench, second).delivered_at);
  CHECK(event_of(bench, second).answer == "an answer");
  bench.pass(hours{48});
  CHECK(due_events(bench).size() == 1);
}

inline void an_event_is_given_up_after_its_last_try(StoreBench& bench) {
  CHECK(committed(write(bench, [](Unit& unit) { return EventBook(unit).set_target("https://app.example/hook"); })));
  const EventId event = emit(bench, "1");
  int tries = 0;
  for (; event_of(bench, event).next_at; ++tries) note_event(bench, event, false);
  CHECK(tries == 10);
  CHECK(committed(write(bench, [=](Unit& unit) { return EventBook(unit).replay(event); })));
  CHECK(event_of(bench, event).next_at);
  CHECK(event_of(bench, event).tries == 0);
}

inline void an_events_number_is_not_given_twice(StoreBench& bench) {
  const EventId first = emit(bench, "1");
  const EventId second = emit(bench, "2");
  bench.pass(hours{1});
  const auto forgotten = ask<int>(bench, [](Unit& unit) { return EventBook(unit).forget(unit.now()); });
  CHECK(forgotten.value() == 1);
  CHECK(read<StoredEvent>(bench, [=](Unit& unit) { return EventBook(unit).get(first); }).error().code ==
        ErrorCode::not_found);
  CHECK(emit(bench, "3").value() == second.value() + 1);
}

inline void each_signing_key_is_another(StoreBench& bench) {
  const auto key = [&](std::int64_t n, AccountId in) {
    return read<std::string>(
               bench, [=](Unit& unit) -> Result<std::string> { return EventBook(unit).signing_key(n).reveal(); }, in)
        .value();
  };
  CHECK(key(1, ours).size() == 32);
  CHECK(key(1, ours) == key(1, ours));
  CHECK(key(1, ours) != key(2, ours));
  CHECK(key(1, ours) != key(1, theirs));
}

inline constexpr StoreRule events_rules[] = {
    {"an event is due until it is taken", an_event_is_due_until_it_is_taken},
    {"an event is given up after its last try", an_event_is_given_up_after_its_last_try},
    {"an event's number is not given twice", an_events_number_is_not_given_twice},
    {"each signing key is another", each_signing_key_is_another},
};

}  // namespace courtesy::conformance
