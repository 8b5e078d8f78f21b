// What every store must keep of calls that come in: numbers, sessions, and the tasks that they leave. Included by tests
// alone.
#pragma once

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

#include "store/conformance/bench.h"
#include "store/lines.h"
#include "store/staff_tasks.h"

namespace courtesy::conformance {

inline constexpr const char* line_number = "+12125550177";

inline Session add_session(StoreBench& bench, const std::string& provider_id,
                           const std::string& caller = "+12125550123", AccountId in = ours) {
  return ask<Session>(
             bench,
             [&](Unit& unit) -> Result<Session> {
               Session session{.provider_id = provider_id, .caller = caller, .called = line_number};
               TRY(Sessions(unit).add(session));
               return session;
             },
             in)
      .value();
}

inline void a_number_has_one_account(StoreBench& bench) {
  const auto set = [&](AccountId account, const char* flow) {
    return write(
        bench, [=](Unit& unit) { return Lines(unit).set(line_number, flow, "Kim"); }, account);
  };
  CHECK(committed(set(ours, "order-status")));
  CHECK_FALSE(committed(set(theirs, "order-status")));
  CHECK(committed(set(ours, "missed-call")));
  const auto flow = [&](const char* called, AccountId in) {
    return read<std::string>(
        bench, [=](Unit& unit) { return Lines(unit).flow_of(called); }, in);
  };
  CHECK(flow(line_number, ours).value() == "missed-call");
  CHECK(flow(line_number, theirs).error().code == ErrorCode::not_found);
  CHECK(flow("+12125550199", ours).value() == usual_line_flow);
  const auto owner = read<AccountId>(
      bench, [](Unit& unit) { return Lines(unit).account_of(line_number); }, AccountId{});
  CHECK(owner.value() == ours);
  CHECK(committed(write(bench, [](Unit& unit) { return Lines(unit).remove(line_number); })));
  CHECK_FALSE(committed(write(bench, [](Unit& unit) { return Lines(unit).remove(line_number); })));
}

inline void a_call_that_comes_in_is_one_session(StoreBench& bench) {
  const Session first = add_session(bench, "CA1");
  const auto again = ask<Session>(bench, [](Unit& unit) -> Result<Session> {
    Session session{.provider_id = "CA1"};
    TRY(Sessions(unit).add(session));
    return session;
  });
  CHECK(again.error().code == ErrorCode::conflict);
  CHECK(add_session(bench, "CA1", "+12125550123", theirs).secret != first.secret);
  CHECK(first.secret.size() == 22);
  const Session second = add_session(bench, "CA2");
  CHECK(second.id.value() == first.id.value() + 1);
  CHECK(second.secret != first.secret);
}

inline void a_session_is_kept_as_it_was_saved(StoreBench& bench) {
  Session session = add_session(bench, "CA1");
  session.position = "menu:1:0?order=12*3";
  session.path = "opening>1";
  session.step = 3;
  session.client = ClientId(1);
  session.appointment = AppointmentId(2);
  session.start = "2026-05-20T09:00:00";
  session.proven = true;
  session.subject = "2";
  session.recording = "RE1";
  session.recording_length = seconds{7};
  session.found = {{"order_status", "4711"}, {"visit_note", "@2"}};
  session.guesses = 2;
  session.ended_at = noon();
  CHECK(committed(write(bench, [&](Unit& unit) { return Sessions(unit).save(session); })));
  const auto found =
      read<std::optional<Session>>(bench, [](Unit& unit) { return Sessions(unit).by_provider_id("CA1"); }).value();
  REQUIRE(found);
  CHECK(found->position == session.position);
  CHECK(found->path == "opening>1");
  CHECK(found->step == 3);
  CHECK(found->client == ClientId(1));
  CHECK(found->appointment == AppointmentId(2));
  CHECK(found->start == session.start);
  CHECK(found->proven);
  CHECK(found->subject == "2");
  CHECK(found->recording == "RE1");
  CHECK(found->recording_length == seconds{7});
  REQUIRE(found->found.size() == 2);
  CHECK(found->found[1].name == "visit_note");
  CHECK(found->found[1].key == "@2");
  CHECK(found->guesses == 2);
  CHECK(found->ended_at == noon());
}

inline void sessions_without_an_end_are_found(StoreBench& bench) {
  add_session(bench, "CA1");
  bench.pass(hours{5});
  add_session(bench, "CA2");
  const auto unended = read<std::vector<Session>>(bench, [](Unit& unit) {
                         return Sessions(unit).unended(unit.now() - hours{4}, 10);
                       }).value();
  REQUIRE(unended.size() == 1);
  CHECK(unended[0].provider_id == "CA1");
}

inline void a_call_leaves_one_task_of_a_kind(StoreBench& bench) {
  const Session session = add_session(bench, "CA1");
  const auto add = [&](CallTask kind) {
    CHECK(committed(write(bench, [&](Unit& unit) { return StaffTasks(unit).add(session, kind); })));
  };
  add(CallTask::missed_call);
  add(CallTask::missed_call);
  add(CallTask::message);
  const auto tasks = [&](bool done) {
    return read<StaffTasks::Page>(bench, [=](Unit& unit) { return StaffTasks(unit).list({.done = done}); })
        .value()
        .tasks;
  };
  REQUIRE(tasks(false).size() == 2);
  CHECK(tasks(false)[0].client == ClientId(1));
  for (int twice = 0; twice < 2; ++twice)
    CHECK(committed(write(bench, [](Unit& unit) { return StaffTasks(unit).done(1, "Kim"); })));
  CHECK_FALSE(committed(write(bench, [](Unit& unit) { return StaffTasks(unit).done(9, "Kim"); })));
  CHECK(tasks(false).size() == 1);
  REQUIRE(tasks(true).size() == 1);
  CHECK(tasks(true)[0].done_by == "Kim");
}

inline void of_an_old_call_its_row_stays(StoreBench& bench) {
  Session session = add_session(bench, "CA1");
  session.position = "menu:1:0?order=4711";
  session.found = {{"order_status", "4711"}};
  session.ended_at = noon();
  CHECK(committed(write(bench, [&](Unit& unit) -> Result<void> {
    TRY(Sessions(unit).save(session));
    TRY(Sessions(unit).keep_answer(session.id, "answer", "words"));
    TRY(StaffTasks(unit).add(session, CallTask::missed_call));
    return StaffTasks(unit).done(1, "Kim");
  })));
  add_session(bench, "CA2");
  const auto forget = [&](hours spoken, hours all) {
    return ask<int>(bench,
                    [=](Unit& unit) -> Result<int> {
                      return TRY(Sessions(unit).forget(unit.now() - spoken, unit.now() - all, 10)) +
                             TRY(StaffTasks(unit).forget_numbers(unit.now() - all, 10));
                    })
        .value();
  };
  const auto left = [&] {
    return read<Session>(bench, [](Unit& unit) { return Sessions(unit).get(SessionId(1)); }).value();
  };
  bench.pass(hours{10});
  CHECK(forget(hours{5}, hours{20}) == 1);
  CHECK(left().secret.empty());
  CHECK(left().position.empty());
  CHECK(left().found.empty());
  CHECK(left().caller == "+12125550123");
  const auto kept = read<std::optional<std::string>>(
      bench, [](Unit& unit) { return Sessions(unit).kept_answer(SessionId(1), "answer"); });
  CHECK_FALSE(kept.value());
  CHECK(forget(hours{5}, hours{20}) == 0);
  bench.pass(hours{20});
  CHECK(forget(hours{5}, hours{20}) == 2);
  CHECK(left().caller.empty());
  CHECK(read<Session>(bench, [](Unit& unit) { return Sessions(unit).get(SessionId(2)); }).value().caller ==
        "+12125550123");
}

inline constexpr StoreRule lines_rules[] = {
    {"a number has one account", a_number_has_one_account},
    {"a call that comes in is one session", a_call_that_comes_in_is_one_session},
    {"a session is kept as it was saved", a_session_is_kept_as_it_was_saved},
    {"sessions without an end are found", sessions_without_an_end_are_found},
    {"of an old call its row stays", of_an_old_call_its_row_stays},
    {"a call leaves one task of a kind", a_call_leaves_one_task_of_a_kind},
};

}  // namespace courtesy::conformance
