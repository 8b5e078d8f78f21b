// What every store must keep of task codes, of whoever guesses them, and of appointments' codes. Included by tests
// alone.
#pragma once

#include <doctest/doctest.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "outcome/spoken_code.h"
#include "store/appointment_codes.h"
#include "store/conformance/lines.h"
#include "store/guesses.h"
#include "store/ledger.h"
#include "store/task_codes.h"
#include "store/trips.h"

namespace courtesy::conformance {

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

inline constexpr StoreRule codes_rules[] = {
    {"a task code is used once, for its purpose", a_task_code_is_used_once},
    {"a task code expires, and a new one ends it", a_task_code_expires_and_a_new_one_ends_it},
    {"only so many task codes are live at once", only_so_many_task_codes_are_live},
    {"old task codes go, and no number comes back", old_task_codes_go_and_no_number_comes_back},
    {"no code stands in the ledger", no_code_stands_in_the_ledger},
    {"wrong codes end the tries of a call, and of a caller", wrong_codes_end_the_tries_of_a_call_and_of_a_caller},
    {"guessing closes a number until a person re-opens it", guessing_closes_a_number_until_a_person_reopens_it},
    {"after a re-opening the count begins anew", after_a_reopening_the_count_begins_anew},
    {"appointments' codes are unlike, and lead back", appointment_codes_are_unlike_and_lead_back},
};

}  // namespace courtesy::conformance
