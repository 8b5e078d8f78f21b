// What every store must keep of contacts, which count across accounts. Included by tests alone.
#pragma once

#include <doctest/doctest.h>

#include "store/conformance/reminders.h"

namespace courtesy::conformance {

inline void contacts_count_across_accounts_and_name_nobody(StoreBench& bench) {
  plan(bench, key_of(1), noon());
  intend_one(bench);
  const auto own = contacts(bench);
  REQUIRE(own.size() == 1);
  CHECK(own[0].client == ClientId(1));
  CHECK(own[0].running);
  CHECK(own[0].at == noon());
  CHECK(own[0].start_local == "2026-05-20T09:00");
  const auto other = contacts(bench, theirs);
  REQUIRE(other.size() == 1);
  CHECK(other[0].account == ours);
  CHECK(other[0].client == ClientId{});
}

inline void ended_contacts_count_and_unsent_ones_do_not(StoreBench& bench) {
  plan(bench, key_of(1), noon());
  plan(bench, key_of(2, 10), noon());
  const auto attempts = ask<std::vector<Attempt>>(bench, intend_all).value();
  REQUIRE(attempts.size() == 2);
  CHECK(committed(write(bench, [&](Unit& unit) -> Result<void> {
    TRY(unit.recipients().ended(attempts[0]));
    return unit.recipients().never_left(attempts[1]);
  })));
  const auto left = contacts(bench);
  REQUIRE(left.size() == 1);
  CHECK_FALSE(left[0].running);
}

inline void contacts_fade_after_a_week_unless_they_run(StoreBench& bench) {
  plan(bench, key_of(1), noon());
  plan(bench, key_of(2, 10), noon());
  const auto attempts = ask<std::vector<Attempt>>(bench, intend_all).value();
  CHECK(committed(write(bench, [&](Unit& unit) { return unit.recipients().ended(attempts[0]); })));
  bench.pass(hours{7 * 24} - minutes{1});
  CHECK(contacts(bench).size() == 2);
  bench.pass(minutes{1});
  REQUIRE(contacts(bench).size() == 1);
  CHECK(contacts(bench)[0].running);
}

inline void locking_again_changes_nothing(StoreBench& bench) {
  plan(bench, key_of(1), noon());
  const auto lock = [](Unit& unit) -> Result<void> {
    const auto due = TRY(unit.queue().look(10));
    TRY(unit.recipients().lock(due));
    return unit.recipients().lock(due);
  };
  CHECK(committed(write(bench, lock)));
  CHECK(committed(write(bench, lock)));
  CHECK(contacts(bench).empty());
}

inline constexpr StoreRule recipients_rules[] = {
    {"contacts count across accounts and hide the client", contacts_count_across_accounts_and_name_nobody},
    {"a contact that ended counts, one that never left does not", ended_contacts_count_and_unsent_ones_do_not},
    {"contacts fade after a week, unless they still run", contacts_fade_after_a_week_unless_they_run},
    {"locking recipients twice changes nothing", locking_again_changes_nothing},
};

}  // namespace courtesy::conformance
