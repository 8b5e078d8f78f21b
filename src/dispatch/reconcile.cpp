#include "dispatch/reconcile.h"

#include <algorithm>

#include "store/accounts.h"
#include "store/ledger.h"
#include "store/progress.h"
#include "store/trips.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr minutes unreachable_wait{1};
/// How long the gateway may take to list what an ended life of ours sent last.
constexpr minutes settling{1};
/// What is under way and was seen so is asked for again this much later: its callbacks may be lost.
constexpr minutes sweep{15};
/// Times the tries made: a phone rings for 25 s.
constexpr seconds call_off_again{5};

LedgerEntry reconciled(const Attempt& attempt, std::string code, LedgerBody body = {}) {
  return entry_about(attempt, LedgerKind::reconciled, std::move(code), std::move(body));
}

/// What the gateway's list had, as it is kept.
LedgerBody sightings_body(const std::vector<Sighting>& sightings) {
  std::string list;
  for (const auto& sighting : sightings) {
    LedgerBody one;
    one.plain("provider_id", sighting.provider_id)
        .plain("state", to_string(sighting.state))
        .plain("outcome", to_string(sighting.outcome))
        .plain("created", to_string(sighting.created));
    if (!list.empty()) list += ',';
    list += one.text();
  }
  return LedgerBody().plain_json("found", "[" + list + "]");
}

Result<bool> claimed_by_another(Unit& unit, const Attempt& attempt, const std::string& provider_id) {
  return !TRY(unit.db().run("SELECT 1 FROM attempt WHERE account = $1 AND provider_id = $2 AND provider_id <> ''"
                            " AND attempt <> $3 LIMIT 1",
                            {unit.account(), provider_id, attempt.id}))
              .empty();
}

/// Its sending's ending was never written down: from now on that is a question.
Result<void> doubt(Unit& unit, Attempt& attempt) {
  if (attempt.state != AttemptState::intended) return {};
  attempt.state = AttemptState::unknown;
  return unit.attempts().save(attempt, AttemptState::intended);
}

Result<void> look_later(Unit& unit, Attempt& attempt, minutes wait) {
  attempt.look_at = unit.now() + wait;
  return unit.attempts().save(attempt, attempt.state);
}

Result<void> found_none(Unit& unit, Attempt& attempt) {
  ++attempt.looks;
  if (const auto wait = next_look_after(attempt.looks)) {
    TRY(unit.ledger().append(
        reconciled(attempt, "not_found",
                   LedgerBody().plain("looks", attempt.looks).plain("next", to_string(unit.now() + *wait)))));
    return look_later(unit, attempt, *wait);
  }
  if (attempt.state == AttemptState::unknown) return give_up(unit, attempt, AttemptState::absent, "absent");
  // The gateway once said that it had it, and knows it no more: that is for a person to look at.
  return give_up(unit, attempt, AttemptState::ended, "lost_at_gateway");
}

Result<void> found_one(Unit& unit, Attempt& attempt, const Sighting& sighting) {
  TRY(unit.ledger().append(reconciled(attempt, std::string(to_string(sighting.state)), sightings_body({sighting}))));
  const AttemptState before = attempt.state;
  TRY(advance(unit, attempt,
              {.state = sighting.state, .outcome = sighting.outcome, .provider_id = sighting.provider_id}));
  if (attempt.look_at && attempt.state == before) return look_later(unit, attempt, sweep);
  return {};
}

}  // namespace

std::optional<minutes> next_look_after(int looks) {
  switch (looks) {
    case 1: return minutes{4};
    case 2: return minutes{10};
    default: return std::nullopt;
  }
}

LookUp question_about(const Attempt& attempt) {
  return {.channel = attempt.reminder.channel,
          .recipient = attempt.recipient,
          .sender = attempt.sender,
          .text = attempt.text,
          .intended = attempt.intended_at,
          .provider_id = attempt.provider_id};
}

Result<void> settle_sightings(Unit& unit, AttemptId id, const std::vector<Sighting>& sightings) {
  Attempt attempt = TRY(unit.attempts().get(id));
  if (!attempt.look_at) return {};  // settled by a callback meanwhile
  TRY(doubt(unit, attempt));
  std::vector<Sighting> free;
  for (const auto& sighting : sightings) {
    if (!TRY(claimed_by_another(unit, attempt, sighting.provider_id))) free.push_back(sighting);
  }
  if (free.empty()) return found_none(unit, attempt);
  if (free.size() == 1) return found_one(unit, attempt, free.front());
  TRY(unit.ledger().append(reconciled(attempt, "several_matches", sightings_body(free))));
  TRY(give_up(unit, attempt, attempt.state, "several_matches"));
  return unit.trips().add({TripRule::several_matches, static_cast<std::int64_t>(free.size()), 1});
}

Result<void> settle_no_answer(Unit& unit, AttemptId id, const Error& error) {
  Attempt attempt = TRY(unit.attempts().get(id));
  if (!attempt.look_at) return {};
  if (error.code != ErrorCode::invalid) {
    // Asked every minute while the gateway is away: said once.
    const auto last = TRY(unit.ledger().last_of(attempt));
    if (!last || last->code != "no_answer") {
      TRY(unit.ledger().append(reconciled(attempt, "no_answer", LedgerBody().plain("error", error.message))));
    }
    return look_later(unit, attempt, unreachable_wait);
  }
  TRY(doubt(unit, attempt));
  return give_up(unit, attempt, attempt.state, "cannot_be_looked_up");
}

Result<void> called_off(Unit& unit, AttemptId id, const Ending& ending) {
  Attempt attempt = TRY(unit.attempts().get(id));
  if (!attempt.look_at) return {};
  const bool done = ending.kind == EndingKind::accepted;
  const bool answered = done || ending.kind == EndingKind::refused;
  TRY(unit.ledger().append(reconciled(attempt, done       ? "called_off"
                                               : answered ? "call_off_refused"
                                                          : "call_off_failed")));
  attempt.call_offs = answered ? most_call_offs : attempt.call_offs + 1;
  attempt.look_at = unit.now() + (to_be_called_off(attempt) ? attempt.call_offs * call_off_again : seconds{sweep});
  return unit.attempts().save(attempt, attempt.state);
}

Result<void> never_sent(Unit& unit, AttemptId id, const std::string& secret) {
  const auto attempt = unit.attempts().get(id);
  if (!attempt) return attempt.error().code == ErrorCode::not_found ? Result<void>{} : attempt.error();
  if (attempt->secret != secret || attempt->state != AttemptState::intended) return {};
  return record_ending(unit, id, {.kind = EndingKind::not_sent, .code = "commit_unknown"},
                       LedgerBody().plain("ending", "not_sent").plain("code", "commit_unknown"));
}

Result<int> adopt_orphans(Unit& unit) {
  int adopted = 0;
  for (Attempt& attempt : TRY(unit.attempts().orphans())) {
    attempt.state = AttemptState::unknown;
    attempt.look_at = std::max(unit.now(), attempt.intended_at + settling);
    TRY(unit.attempts().save(attempt, AttemptState::intended));
    TRY(unit.ledger().append(reconciled(attempt, "restart")));
    ++adopted;
  }
  return adopted;
}

}  // namespace courtesy
