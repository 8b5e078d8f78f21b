#include "store/guesses.h"

#include <algorithm>

#include "store/keyed.h"
#include "store/ledger.h"
#include "store/trips.h"
#include "store/unit.h"

namespace courtesy {
namespace {

std::string caller_key(const Unit& unit, const Session& session) { return keyed_hash(unit, "caller", session.caller); }

}  // namespace

Result<std::int64_t> Guesses::of_number(const std::string& called) {
  const Instant day = unit_.now() - guesses_count_for;
  const Instant since = std::max(day, TRY(unit_.trips().last_decided(TripRule::wrong_codes, called)).value_or(day));
  return TRY(unit_.db().run("SELECT COUNT(*) FROM wrong_guess WHERE account = $1 AND called = $2 AND at > $3",
                            {unit_.account(), called, since}))[0][0]
      .number();
}

Result<bool> Guesses::locked(const Session& session) {
  if (session.guesses >= guesses_a_call) return true;
  if (TRY(off(session.called))) return true;
  const Rows rows = TRY(
      unit_.db().run("SELECT COUNT(*) FROM wrong_guess WHERE account = $1 AND called = $2 AND at > $3 AND caller = $4",
                     {unit_.account(), session.called, unit_.now() - guesses_count_for, caller_key(unit_, session)}));
  return rows[0][0].number() >= guesses_a_day_of_caller;
}

Result<void> Guesses::wrong(Session& session) {
  ++session.guesses;
  TRY(unit_.db().run(
      "INSERT INTO wrong_guess (account, session, n, at, called, caller) VALUES ($1, $2, $3, $4, $5, $6)",
      {unit_.account(), session.id, session.guesses, unit_.now(), session.called, caller_key(unit_, session)}));
  TRY(unit_.ledger().append({.kind = LedgerKind::refused,
                             .code = "wrong_code",
                             .channel = "call",
                             .body = LedgerBody()
                                         .plain("session", session.id.value())
                                         .plain("guess", session.guesses)
                                         .personal("from", session.caller)}));
  const std::int64_t today = TRY(of_number(session.called));
  if (today < guesses_a_day_of_number) return {};
  return unit_.trips().add({TripRule::wrong_codes, today, guesses_a_day_of_number - 1, session.called});
}

Result<bool> Guesses::off(const std::string& called) { return unit_.trips().is_open(TripRule::wrong_codes, called); }

Result<std::vector<std::string>> Guesses::numbers_off() {
  std::vector<std::string> numbers;
  for (const auto& row : TRY(unit_.db().run("SELECT about FROM trip WHERE account = $1 AND rule = $2"
                                            " AND decided_at IS NULL ORDER BY trip",
                                            {unit_.account(), to_string(TripRule::wrong_codes)}))) {
    numbers.push_back(row[0].text());
  }
  return numbers;
}

Result<void> Guesses::reopen(const std::string& called, const std::string& who, const std::string& why) {
  return unit_.trips().decide(TripRule::wrong_codes, called, who, why);
}

Result<void> Guesses::forget() {
  TRY(unit_.db().run("DELETE FROM wrong_guess WHERE account = $1 AND at <= $2",
                     {unit_.account(), unit_.now() - guesses_count_for}));
  return {};
}

}  // namespace courtesy
