// What every store must keep of calls that come in: lines, sessions, codes, facts and tasks. Included by tests alone.
#pragma once

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "outcome/spoken_code.h"
#include "store/appointment_codes.h"
#include "store/conformance/bench.h"
#include "store/event_book.h"
#include "store/fact_book.h"
#include "store/guesses.h"
#include "store/ledger.h"
#include "store/lines.h"
#include "store/staff_tasks.h"
#include "store/task_codes.h"
#include "store/trips.h"

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

inline MadeCode make_code(StoreBench& bench, CodePurpose purpose = CodePurpose::client,
                          const std::string& subject = "1") {
  return ask<MadeCode>(bench, [&](Unit& unit) { return TaskCodes(unit).make(purpose, subject, "Kim"); }).value();
}

inline std::optional<std::string> use_code(StoreBench& bench, CodePurpose purpose, const std::string& keys,
                                           AccountId in = ours) {
  return ask<std::optional<std::string>>(
             bench, [&](Unit& unit) { return TaskCodes(unit).use(purpose, keys, SessionId(1)); }, in)
      .value();
}

inline CodeState::Is state_of(StoreBench& bench, const MadeCode& code) {
  return read<CodeState>(bench, [&](Unit& unit) { return TaskCodes(unit).state(code.id); }).value().is;
}

inline bool locked(StoreBench& bench, const Session& session) {
  return read<bool>(bench, [&](Unit& unit) { return Guesses(unit).locked(session); }).value();
}

inline void guess_wrong(StoreBench& bench, Session& session) {
  CHECK(committed(write(bench, [&](Unit& unit) -> Result<void> {
    Session next = session;
    TRY(Guesses(unit).wrong(next));
    TRY(Sessions(unit).save(next));
    session = next;
    return {};
  })));
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

inline void a_task_code_is_used_once(StoreBench& bench) {
  const MadeCode code = make_code(bench);
  const std::string keys = code.code.reveal();
  CHECK(keys.size() == task_code_digits);
  CHECK(without_repeats(keys) == keys);
  CHECK(state_of(bench, code) == CodeState::Is::live);
  CHECK_FALSE(use_code(bench, CodePurpose::record_prompt, keys));
  CHECK_FALSE(use_code(bench, CodePurpose::client, keys, theirs));
  std::string doubled;
  for (const char digit : keys) doubled += std::string(2, digit);
  CHECK(use_code(bench, CodePurpose::client, doubled) == "1");
  CHECK(state_of(bench, code) == CodeState::Is::used);
  CHECK_FALSE(use_code(bench, CodePurpose::client, keys));
}

inline void a_task_code_expires_and_a_new_one_ends_it(StoreBench& bench) {
  const MadeCode old = make_code(bench);
  const MadeCode replaced = make_code(bench, CodePurpose::client, "2");
  const MadeCode live = make_code(bench, CodePurpose::client, "2");
  CHECK(state_of(bench, replaced) == CodeState::Is::expired);
  CHECK_FALSE(use_code(bench, CodePurpose::client, replaced.code.reveal()));
  bench.pass(task_code_lives);
  CHECK(state_of(bench, old) == CodeState::Is::expired);
  CHECK_FALSE(use_code(bench, CodePurpose::client, live.code.reveal()));
}

inline void only_so_many_task_codes_are_live(StoreBench& bench) {
  std::set<std::string> codes;
  for (int i = 1; i <= most_live_codes; ++i)
    codes.insert(make_code(bench, CodePurpose::client, std::to_string(i)).code.reveal());
  CHECK(codes.size() == most_live_codes);
  const auto more = [&] {
    return ask<MadeCode>(bench, [](Unit& unit) { return TaskCodes(unit).make(CodePurpose::client, "99", "Kim"); });
  };
  CHECK(more().error().code == ErrorCode::full);
  bench.pass(task_code_lives);
  CHECK(more().ok());
}

inline void old_task_codes_go_and_no_number_comes_back(StoreBench& bench) {
  const MadeCode old = make_code(bench);
  const MadeCode newest = make_code(bench, CodePurpose::client, "2");
  bench.pass(hours{48});
  CHECK(committed(write(bench, [](Unit& unit) { return TaskCodes(unit).forget(unit.now()); })));
  CHECK(read<CodeState>(bench, [&](Unit& unit) { return TaskCodes(unit).state(old.id); }).error().code ==
        ErrorCode::not_found);
  CHECK(state_of(bench, newest) == CodeState::Is::expired);
  CHECK(make_code(bench).id == newest.id + 1);
}

inline void no_code_stands_in_the_ledger(StoreBench& bench) {
  const std::string code = make_code(bench).code.reveal();
  use_code(bench, CodePurpose::client, code);
  for (const auto& row : read<std::vector<LedgerRow>>(bench, [](Unit& unit) { return unit.ledger().find({}); }).value())
    CHECK(row.body.find(code) == std::string::npos);
}

inline void wrong_codes_end_the_tries_of_a_call_and_of_a_caller(StoreBench& bench) {
  int calls = 0;
  std::int64_t wrong = 0;
  while (wrong < guesses_a_day_of_caller) {
    Session session = add_session(bench, "CA" + std::to_string(++calls));
    CHECK_FALSE(locked(bench, session));
    for (int i = 0; i < guesses_a_call && wrong < guesses_a_day_of_caller; ++i, ++wrong) guess_wrong(bench, session);
    CHECK(locked(bench, session));
  }
  CHECK(locked(bench, add_session(bench, "CA91")));
  CHECK_FALSE(locked(bench, add_session(bench, "CA92", "+12125550124")));
  bench.pass(guesses_count_for);
  CHECK_FALSE(locked(bench, add_session(bench, "CA93")));
}

inline void guessing_closes_a_number_until_a_person_reopens_it(StoreBench& bench) {
  for (std::int64_t wrong = 0; wrong < guesses_a_day_of_number; ++wrong) {
    const std::string name = std::to_string(wrong);
    Session session = add_session(bench, "CA" + name, "+1212555" + std::to_string(1'000 + wrong));
    CHECK_FALSE(locked(bench, session));
    guess_wrong(bench, session);
  }
  CHECK(locked(bench, add_session(bench, "CA91", "+12125559999")));
  bench.pass(hours{48});
  CHECK(locked(bench, add_session(bench, "CA92", "+12125559999")));
  // A release of what is sent is no decision about codes, and nothing was stopped by it.
  CHECK(committed(write(bench, [](Unit& unit) { return unit.trips().decide("Kim", "all is well"); })));
  CHECK(locked(bench, add_session(bench, "CA93", "+12125559999")));
  CHECK_FALSE(read<std::optional<Stop>>(bench, [](Unit& unit) { return unit.accounts().stop(); }).value().has_value());
  CHECK(committed(write(bench, [](Unit& unit) { return Guesses(unit).reopen(line_number, "Kim", "a class"); })));
  CHECK_FALSE(locked(bench, add_session(bench, "CA94", "+12125559999")));
  CHECK_FALSE(committed(write(bench, [](Unit& unit) { return Guesses(unit).reopen(line_number, "Kim", "again"); })));
}

inline void after_a_reopening_the_count_begins_anew(StoreBench& bench) {
  for (std::int64_t wrong = 0; wrong < guesses_a_day_of_number; ++wrong) {
    Session session = add_session(bench, "CA" + std::to_string(wrong), "+1212555" + std::to_string(1'000 + wrong));
    guess_wrong(bench, session);
  }
  bench.pass(minutes{1});
  CHECK(committed(write(bench, [](Unit& unit) { return Guesses(unit).reopen(line_number, "Kim", "a class"); })));
  bench.pass(minutes{1});
  Session next = add_session(bench, "CA91", "+12125559999");
  guess_wrong(bench, next);
  CHECK_FALSE(locked(bench, add_session(bench, "CA92", "+12125559999")));
}

inline void appointment_codes_are_unlike_and_lead_back(StoreBench& bench) {
  const auto answer = read<bool>(bench, [](Unit& unit) -> Result<bool> {
    std::set<std::string> codes;
    for (std::int64_t id = 1; id <= 500; ++id) {
      const std::string code = appointment_code(unit, AppointmentId(id));
      CHECK(code.size() == appointment_code_digits);
      CHECK(without_repeats(code) == code);
      CHECK(appointment_of_code(unit, code) == AppointmentId(id));
      codes.insert(code);
    }
    CHECK(codes.size() == 500);
    CHECK(appointment_code(unit, AppointmentId(codes_of(8))).empty());
    CHECK_FALSE(appointment_of_code(unit, "123456"));
    CHECK_FALSE(appointment_of_code(unit, "11234567"));
    return true;
  });
  CHECK(answer.value());
  const auto of = [&](AccountId account) {
    return read<std::string>(
               bench, [](Unit& unit) -> Result<std::string> { return appointment_code(unit, AppointmentId(1)); },
               account)
        .value();
  };
  CHECK(of(ours) != of(theirs));
}

inline PushedFact order(const std::string& key, Instant until) {
  return {.name = "order_status",
          .key = key,
          .words = {{"en", "on its way"}, {"es", "en camino"}},
          .pin = Secret<std::string>("4711"),
          .expires_at = until};
}

inline void a_fact_is_found_until_it_expires(StoreBench& bench) {
  const auto words = [&](const char* language, AccountId in = ours) {
    return read<std::optional<std::string>>(
               bench, [=](Unit& unit) { return FactBook(unit).words("order_status", "1234", language); }, in)
        .value();
  };
  const auto still = [&] {
    return read<std::optional<std::string>>(
               bench, [](Unit& unit) { return FactBook(unit).still("order_status", "1234", "en"); })
        .value();
  };
  const auto forget = [&] { return ask<int>(bench, [](Unit& unit) { return FactBook(unit).forget(); }).value(); };
  CHECK(committed(write(bench, [](Unit& unit) { return FactBook(unit).put(order("1234", unit.now() + hours{2})); })));
  CHECK(words("en") == "on its way");
  CHECK(words("es-MX") == "en camino");
  CHECK(words("fr") == "on its way");
  CHECK_FALSE(words("en", theirs));
  bench.pass(hours{2});
  CHECK_FALSE(words("en"));
  CHECK(still() == "on its way");
  CHECK(forget() == 0);
  bench.pass(FactBook::call_lasts);
  CHECK_FALSE(still());
  CHECK(forget() == 1);
}

inline void a_pin_is_its_facts_own(StoreBench& bench) {
  CHECK(committed(write(bench, [](Unit& unit) -> Result<void> {
    TRY(FactBook(unit).put(order("1234", unit.now() + hours{2})));
    PushedFact open = order("5678", unit.now() + hours{2});
    open.pin.reset();
    return FactBook(unit).put(open);
  })));
  const auto right = [&](const char* key, const char* pin) {
    return read<bool>(bench, [=](Unit& unit) { return FactBook(unit).pin_is("order_status", key, pin); }).value();
  };
  CHECK(right("1234", "4711"));
  CHECK_FALSE(right("1234", "4712"));
  CHECK_FALSE(right("5678", "4711"));
  CHECK_FALSE(right("5678", ""));
  CHECK_FALSE(right("9999", "4711"));
}

inline void facts_that_no_call_can_use_are_refused(StoreBench& bench) {
  const auto put = [&](const std::function<void(PushedFact&)>& change) {
    return write(bench,
                 [&](Unit& unit) {
                   PushedFact fact = order("1234", unit.now() + hours{2});
                   change(fact);
                   return FactBook(unit).put(fact);
                 })
        .work;
  };
  CHECK(put([](PushedFact& fact) { fact.key = "@7"; }).ok());
  CHECK_FALSE(put([](PushedFact& fact) { fact.name = "Order"; }).ok());
  CHECK_FALSE(put([](PushedFact& fact) { fact.key = "12a"; }).ok());
  CHECK_FALSE(put([](PushedFact& fact) { fact.key = ""; }).ok());
  CHECK_FALSE(put([](PushedFact& fact) { fact.words.clear(); }).ok());
  CHECK_FALSE(put([](PushedFact& fact) { fact.words = {{"english", "x"}}; }).ok());
  CHECK_FALSE(put([](PushedFact& fact) { fact.words["en"] = std::string(401, 'x'); }).ok());
  CHECK_FALSE(put([](PushedFact& fact) { fact.pin = Secret<std::string>("123"); }).ok());
  CHECK_FALSE(put([](PushedFact& fact) { fact.pin = Secret<std::string>("12e4"); }).ok());
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

}  // namespace courtesy::conformance
