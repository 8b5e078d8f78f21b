// What every store must keep of units: whole or not at all, in their order, and read as of one moment. Included by
// tests alone.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "store/attempts.h"
#include "store/conformance/notes.h"

namespace courtesy::conformance {

inline void unit_is_whole(StoreBench& bench) {
  const WriteEnding failed = write(bench, [](Unit& unit) -> Result<void> {
    TRY(unit.ledger().append(note("lost")));
    TRY(unit.clients().suppress(std::string(number), "lost"));
    return invalid("changed my mind");
  });
  CHECK(failed.commit == CommitEnding::rolled_back);
  CHECK(failed.work.error().message == "changed my mind");
  CHECK(notes(bench).empty());
  CHECK_FALSE(read<bool>(bench, [](Unit& unit) { return unit.clients().suppressed(std::string(number)); }).value());
}

inline void neighbours_stay(StoreBench& bench) {
  std::vector<WriteEnding> endings;
  for (const std::string code : {"first", "lost", "third"}) {
    bench.store().write(
        ours,
        [=](Unit& unit) -> Result<void> {
          TRY(unit.ledger().append(note(code)));
          if (code == "lost") return invalid(code);
          return {};
        },
        [&](WriteEnding ending) { endings.push_back(std::move(ending)); });
  }
  bench.run_until([&] { return endings.size() == 3; });
  CHECK(committed(endings[0]));
  CHECK(endings[1].commit == CommitEnding::rolled_back);
  CHECK(committed(endings[2]));
  CHECK(notes(bench) == std::vector<std::string>{"first", "third"});
}

inline void a_broken_key_fails_the_unit(StoreBench& bench) {
  const WriteEnding twice = write(bench, [](Unit& unit) -> Result<void> {
    TRY(unit.attempts().keep_answer(AttemptId(1), "0", "one"));
    return unit.attempts().keep_answer(AttemptId(1), "0", "two");
  });
  CHECK(twice.work.error().code == ErrorCode::conflict);
  CHECK(committed(write(bench, [](Unit& unit) { return unit.attempts().keep_answer(AttemptId(1), "0", "three"); })));
}

inline void done_once_each_in_order(StoreBench& bench) {
  std::vector<int> order;
  std::vector<int> told(100);
  for (int i = 0; i < 100; ++i) {
    bench.store().write(
        i % 2 == 0 ? ours : theirs, [=](Unit& unit) { return unit.ledger().append(note(std::to_string(i))); },
        [&, i](WriteEnding ending) {
          CHECK(committed(ending));
          order.push_back(i);
          ++told[static_cast<std::size_t>(i)];
        });
  }
  bench.run_until([&] { return order.size() == 100; });
  const auto theirs_from = std::stable_partition(order.begin(), order.end(), [](int i) { return i % 2 == 0; });
  CHECK(std::is_sorted(order.begin(), theirs_from));
  CHECK(std::is_sorted(theirs_from, order.end()));
  CHECK(std::all_of(told.begin(), told.end(), [](int times) { return times == 1; }));
}

inline void ledger_follows_commits(StoreBench& bench) {
  std::size_t ended = 0;
  for (int i = 0; i < 20; ++i) {
    bench.store().write(
        ours,
        [=](Unit& unit) -> Result<void> {
          TRY(unit.ledger().append(std::vector{note(std::to_string(i)), note("and")}));
          if (i % 5 == 4) return invalid("no");
          return {};
        },
        [&](WriteEnding) { ++ended; });
  }
  bench.run_until([&] { return ended == 20; });
  const auto rows = read<std::vector<LedgerRow>>(bench, [](Unit& unit) { return unit.ledger().after(0, 100); }).value();
  REQUIRE(rows.size() == 32);
  std::size_t at = 0;
  for (int i = 0; i < 20; ++i) {
    if (i % 5 == 4) continue;
    CHECK(rows[at].seq == static_cast<std::int64_t>(at + 1));  // without gaps: what rolled back took no number
    CHECK(rows[at].code == std::to_string(i));
    at += 2;
  }
  CHECK(notes(bench, theirs).empty());
}

inline void clock_is_read_in_the_unit(StoreBench& bench) {
  const auto now = [](Unit& unit) -> Result<Instant> { return unit.now(); };
  const Instant before = ask<Instant>(bench, now).value();
  bench.pass(minutes{5});
  CHECK(ask<Instant>(bench, now).value() - before == minutes{5});
}

inline void unknown_account_is_refused(StoreBench& bench) {
  const WriteEnding ending = write(
      bench, [](Unit& unit) { return unit.ledger().append(note("nobody's")); }, AccountId(99));
  CHECK(ending.commit == CommitEnding::rolled_back);
  CHECK(ending.work.error().code == ErrorCode::not_found);
}

inline void an_older_life_cannot_write(StoreBench& bench) {
  CHECK(committed(write(bench, [](Unit& unit) { return unit.ledger().append(note("ours")); })));
  bench.begin_another_life();
  const WriteEnding ending = write(bench, [](Unit& unit) { return unit.ledger().append(note("a zombie's")); });
  CHECK(ending.commit == CommitEnding::rolled_back);
  CHECK(ending.work.error().code == ErrorCode::conflict);
  CHECK(notes(bench) == std::vector<std::string>{"ours"});  // it may still read
}

inline void read_is_a_snapshot(StoreBench& bench) {
  constexpr int rounds = 40;
  int ended = 0;
  for (int i = 0; i < rounds; ++i) {
    bench.store().write(
        ours,
        [](Unit& unit) {
          return unit.ledger().append(std::vector{note("a"), note("b")});
        },
        [&](WriteEnding) { ++ended; });
    bench.store().read(
        ours,
        [](Unit& unit) -> Result<void> {
          const std::int64_t last = TRY(unit.ledger().last_seq());
          const auto rows = TRY(unit.ledger().after(0, 1000));
          const std::int64_t last_again = TRY(unit.ledger().last_seq());
          const bool whole = last == last_again && static_cast<std::int64_t>(rows.size()) == last && last % 2 == 0;
          return whole ? Result<void>{} : invalid("half of a unit was seen");
        },
        [&](Result<void> result) {
          CHECK(result.ok());
          ++ended;
        });
  }
  bench.run_until([&] { return ended == 2 * rounds; });
}

inline void read_sees_what_was_committed_before(StoreBench& bench) {
  std::optional<std::size_t> seen;
  bench.store().write(
      ours, [](Unit& unit) { return unit.ledger().append(note("a")); },
      [&](WriteEnding) {
        bench.store().read(
            ours,
            [&](Unit& unit) -> Result<void> {
              seen = TRY(unit.ledger().after(0, 10)).size();
              return {};
            },
            [](Result<void>) {});
      });
  bench.run_until([&] { return seen.has_value(); });
  CHECK(*seen == 1);
}

inline void read_writes_nothing(StoreBench& bench) {
  (void)read<bool>(bench, [](Unit& unit) -> Result<bool> {
    TRY(unit.ledger().append(note("by a reader")));
    return true;
  });
  CHECK(notes(bench).empty());
}

inline constexpr StoreRule units_rules[] = {
    {"a unit is there whole or not at all", unit_is_whole},
    {"a unit that fails leaves its neighbours in the commit", neighbours_stay},
    {"a broken unique key fails the unit and only it", a_broken_key_fails_the_unit},
    {"each unit's ending is told once, and an account's in the order in which they were asked for",
     done_once_each_in_order},
    {"the ledger's numbers are the order of commits, without gaps", ledger_follows_commits},
    {"a unit reads the clock when it runs", clock_is_read_in_the_unit},
    {"an account that is not there is not written to", unknown_account_is_refused},
    {"an older life of a node cannot write", an_older_life_cannot_write},
    {"a read sees one moment", read_is_a_snapshot},
    {"a read sees what was committed before it", read_sees_what_was_committed_before},
    {"a read writes nothing", read_writes_nothing},
};

}  // namespace courtesy::conformance
