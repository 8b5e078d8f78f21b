// What every store must keep of attempts, and of callbacks, each taken once. Included by tests alone.
#pragma once

#include <doctest/doctest.h>

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "flow/builtin.h"
#include "store/conformance/reminders.h"
#include "store/flow_calls.h"

namespace courtesy::conformance {

inline void attempts_are_saved_by_compare_and_set(StoreBench& bench) {
  plan(bench, key_of(1), noon());
  Attempt attempt = intend_one(bench);
  attempt.state = AttemptState::accepted;
  attempt.provider_id = "CA1";
  const auto save = [&](Unit& unit) { return unit.attempts().save(attempt, AttemptState::intended); };
  CHECK(committed(write(bench, save)));
  CHECK(write(bench, save).work.error().code == ErrorCode::conflict);
  const Attempt stored = read<Attempt>(bench, [&](Unit& unit) { return unit.attempts().get(attempt.id); }).value();
  CHECK(stored.state == AttemptState::accepted);
  CHECK(stored.provider_id == "CA1");
  CHECK(stored.reminder == key_of(1));
  CHECK(stored.recipient == number);
  CHECK(read<Attempt>(
            bench, [&](Unit& unit) { return unit.attempts().get(attempt.id); }, theirs)
            .error()
            .code == ErrorCode::not_found);
}

inline void a_step_is_saved_where_the_call_still_stands(StoreBench& bench) {
  plan(bench, key_of(1), noon());
  Attempt attempt = intend_one(bench);
  put_in_state(bench, attempt.id, AttemptState::in_progress);
  const auto stored = [&] {
    return read<Attempt>(bench, [&](Unit& unit) { return unit.attempts().get(attempt.id); }).value();
  };
  attempt = stored();
  attempt.outcome = AttemptOutcome::heard;
  attempt.position = "menu:1:0";
  attempt.path = "opening>1 menu>otherwise";
  attempt.step = 2;
  attempt.silenced = Reason::suppressed;
  attempt.evidence = Evidence::machine;
  const auto save = [&](Unit& unit) { return unit.attempts().save_step(attempt); };
  CHECK(committed(write(bench, save)));
  CHECK(stored().outcome == AttemptOutcome::heard);
  CHECK(stored().position == "menu:1:0");
  CHECK(stored().path == "opening>1 menu>otherwise");
  CHECK(stored().step == 2);
  CHECK(stored().silenced == Reason::suppressed);
  CHECK(stored().evidence == Evidence::machine);
  put_in_state(bench, attempt.id, AttemptState::ended);
  CHECK(write(bench, save).work.error().code == ErrorCode::conflict);
}

inline void events_are_seen_once(StoreBench& bench) {
  const auto first = [&](const std::string& event) {
    return ask<bool>(bench, [=](Unit& unit) { return unit.attempts().first_time(AttemptId(1), event); }).value();
  };
  CHECK(first("status.completed"));
  CHECK_FALSE(first("status.completed"));
  CHECK(first("status.busy"));
  const WriteEnding failed = write(bench, [](Unit& unit) -> Result<void> {
    TRY(unit.attempts().first_time(AttemptId(1), "keys.1"));
    return invalid("the unit failed");
  });
  CHECK_FALSE(failed.work.ok());
  CHECK(first("keys.1"));  // it will come again, and must be taken then
}

inline void answers_are_kept(StoreBench& bench) {
  const auto kept = [&](const std::string& step) {
    return read<std::optional<std::string>>(bench,
                                            [=](Unit& unit) { return unit.attempts().kept_answer(AttemptId(1), step); })
        .value();
  };
  CHECK_FALSE(kept("0").has_value());
  CHECK(
      committed(write(bench, [](Unit& unit) { return unit.attempts().keep_answer(AttemptId(1), "0", "<Hangup/>"); })));
  CHECK(kept("0") == "<Hangup/>");
  CHECK_FALSE(kept("1").has_value());
}

inline void fates_in_doubt_are_found(StoreBench& bench) {
  plan(bench, key_of(1), noon());
  const Attempt attempt = intend_one(bench);
  const auto to_look_up = [](Unit& unit) { return unit.attempts().to_look_up(10); };
  CHECK(ask<std::vector<Attempt>>(bench, to_look_up).value().empty());
  bench.pass(seconds{90});
  const auto found = ask<std::vector<Attempt>>(bench, to_look_up).value();
  REQUIRE(found.size() == 1);
  CHECK(found[0].id == attempt.id);
  // What this life intended is not an orphan of it.
  CHECK(ask<std::vector<Attempt>>(bench, [](Unit& unit) { return unit.attempts().orphans(); }).value().empty());
}

inline void calls_are_counted_by_the_way_they_went(StoreBench& bench) {
  const flow::Flow flow = flow::load_builtin("appointment-reminder").value();
  const auto counted = [&](AccountId in = ours) {
    return read<FlowCalls>(
               bench, [&](Unit& unit) { return flow_calls(unit, flow); }, in)
        .value();
  };
  plan(bench, key_of(1), noon());
  const Attempt attempt = intend_one(bench);
  CHECK(committed(write(bench, [&](Unit& unit) {
    return unit.db().change_exactly("UPDATE attempt SET flow_hash = $3 WHERE account = $1 AND attempt = $2", 3,
                                    std::array<Value, 3>{unit.account(), attempt.id, flow.hash()}, "no such attempt");
  })));
  put_in_state(bench, attempt.id, AttemptState::in_progress);
  CHECK(counted().calls.all == 0);  // nobody has answered
  CHECK(!counted().since);
  CHECK(committed(write(bench, [&](Unit& unit) -> Result<void> {
    Attempt answered = TRY(unit.attempts().get(attempt.id));
    answered.path = "way>ask_first opening>1";
    answered.position = "menu:0:0";
    return unit.attempts().save_step(answered);
  })));
  CHECK(counted().calls.all == 1);
  CHECK(counted().calls.now == std::map<std::string, std::size_t>{{"menu", 1}});
  CHECK(counted().calls.traffic.ways.at({"opening", "1", "menu"}) == 1);
  CHECK(counted().since == attempt.intended_at);
  CHECK(counted(theirs).calls.all == 0);
  put_in_state(bench, attempt.id, AttemptState::ended);
  CHECK(counted().calls.now.empty());
  CHECK(counted().calls.traffic.ways.at({"menu", "hung_up", "end"}) == 1);
}

inline constexpr StoreRule attempts_rules[] = {
    {"an attempt is saved where it is still as it was", attempts_are_saved_by_compare_and_set},
    {"a step is saved where the call still stands", a_step_is_saved_where_the_call_still_stands},
    {"calls are counted by the way they went through their flow", calls_are_counted_by_the_way_they_went},
    {"a callback is taken once, and not at all by a unit that failed", events_are_seen_once},
    {"a call's answers are kept", answers_are_kept},
    {"attempts without an end are found when it is time", fates_in_doubt_are_found},
};

}  // namespace courtesy::conformance
