// What every store must keep of accounts: which there are, which have work, which are stopped. Included by tests alone.
#pragma once

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

#include "store/conformance/reminders.h"

namespace courtesy::conformance {

inline void account_0_is_the_door(StoreBench& bench) {
  const AccountId house{};
  CHECK(read<std::vector<AccountId>>(
            bench, [](Unit& unit) { return unit.accounts().all(); }, house)
            .value() == std::vector{ours, theirs});
  CHECK(read<AccountId>(
            bench, [](Unit& unit) { return unit.accounts().by_number("+12125550199"); }, house)
            .value() == ours);
  CHECK(read<AccountId>(
            bench, [](Unit& unit) { return unit.accounts().by_number("+12125550000"); }, house)
            .error()
            .code == ErrorCode::not_found);
}

inline void door_says_who_has_work(StoreBench& bench) {
  plan(bench, key_of(1), noon() + hours{2});
  plan(bench, key_of(1), noon() + hours{1}, theirs);
  const auto due_after = [&](AccountId after, int limit) {
    return read<std::vector<AccountId>>(
               bench, [=](Unit& unit) { return unit.accounts().with_due(after, limit); }, AccountId{})
        .value();
  };
  const auto next = [&] {
    return read<std::optional<Instant>>(
               bench, [](Unit& unit) { return unit.accounts().next_work(); }, AccountId{})
        .value();
  };
  CHECK(due_after(AccountId{}, 10).empty());
  CHECK(next() == noon() + hours{1});
  bench.pass(hours{1});
  CHECK(due_after(AccountId{}, 10) == std::vector{theirs});
  CHECK(next() == noon() + hours{2});
  bench.pass(hours{2});
  // In a circle, from whose turn it was.
  CHECK(due_after(AccountId{}, 10) == std::vector{ours, theirs});
  CHECK(due_after(ours, 10) == std::vector{theirs, ours});
  CHECK(due_after(ours, 1) == std::vector{theirs});
  CHECK(due_after(theirs, 10) == std::vector{ours, theirs});
  intend_one(bench, theirs);
  CHECK(due_after(AccountId{}, 10) == std::vector{ours});
}

inline void stop_of_the_house_stops_all(StoreBench& bench) {
  const auto stopped = [&](AccountId in) {
    return ask<std::optional<Stop>>(
               bench, [](Unit& unit) { return unit.accounts().stop(); }, in)
        .value();
  };
  CHECK(committed(write(bench, [](Unit& unit) { return unit.accounts().set_stop("Pat", "ours alone"); })));
  CHECK(committed(write(bench, [](Unit& unit) { return unit.accounts().set_stop("Sam", "later"); })));
  REQUIRE(stopped(ours).has_value());
  CHECK(stopped(ours)->who == "Pat");
  CHECK_FALSE(stopped(theirs).has_value());
  CHECK(committed(write(
      bench, [](Unit& unit) { return unit.accounts().set_stop("failsafe", "all"); }, AccountId{})));
  CHECK(stopped(ours)->whole_house);
  CHECK(stopped(theirs)->whole_house);
  CHECK(committed(write(
      bench, [](Unit& unit) { return unit.accounts().clear_stop(); }, AccountId{})));
  CHECK(stopped(ours)->who == "Pat");
  CHECK_FALSE(stopped(theirs).has_value());
}

inline void accounts_do_not_see_each_other(StoreBench& bench) {
  plan(bench, key_of(1), noon());
  CHECK(committed(write(bench, [](Unit& unit) { return unit.clients().suppress(std::string(number), "ours"); })));
  CHECK(ask<std::vector<Due>>(
            bench, [](Unit& unit) { return unit.queue().look(10); }, theirs)
            .value()
            .empty());
  CHECK_FALSE(read<bool>(
                  bench, [](Unit& unit) { return unit.clients().suppressed(std::string(number)); }, theirs)
                  .value());
}

inline constexpr StoreRule accounts_rules[] = {
    {"account 0 yields accounts", account_0_is_the_door},
    {"account 0 says which accounts have something due, earliest first", door_says_who_has_work},
    {"a stop of the house stops every account, and the first stop stays", stop_of_the_house_stops_all},
    {"accounts do not see each other", accounts_do_not_see_each_other},
};

}  // namespace courtesy::conformance
