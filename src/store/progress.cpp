#include "store/progress.h"

#include <algorithm>
#include <array>

#include "base/planted.h"
#include "store/accounts.h"
#include "store/capacity.h"
#include "store/clients.h"
#include "store/ledger.h"
#include "store/queue.h"
#include "store/recipients.h"
#include "store/told.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr seconds first_look{60};
/// A callback can be lost: what is under way is asked for, first after this, then less and less often.
constexpr minutes sweep_call{10};
constexpr minutes sweep_text{60};
constexpr std::array<seconds, 4> retry_after{seconds{10}, seconds{60}, seconds{300}, seconds{900}};

Result<void> finish(Unit& unit, Attempt& attempt, AttemptState from) {
  attempt.ended_at = unit.now();
  attempt.look_at = std::nullopt;
  TRY(unit.attempts().save(attempt, from));
  TRY(unit.recipients().ended(attempt));
  const bool told = reached(attempt.outcome);
  if (!bars_another(attempt.state, attempt.outcome)) TRY(unit.queue().unmerge(attempt.id, unit.now()));
  TRY(unit.queue().settle(attempt.reminder, told ? ReminderState::done : ReminderState::failed, Reason::none,
                          std::nullopt));
  return note_told(unit, attempt.reminder);
}

/// A receipt or a late key may still refine how an ended attempt ended.
Result<void> refine(Unit& unit, Attempt& attempt, AttemptOutcome outcome) {
  if (!may_follow(attempt.outcome, outcome)) return {};
  attempt.outcome = outcome;
  return finish(unit, attempt, attempt.state);
}

Result<void> try_again(Unit& unit, Attempt& attempt) {
  const AttemptState from = attempt.state;
  attempt.state = AttemptState::not_sent;
  attempt.ended_at = unit.now();
  attempt.look_at = std::nullopt;
  TRY(unit.attempts().save(attempt, from));
  TRY(unit.recipients().never_left(attempt));
  TRY(unit.pacing().never_left(attempt));
  if (attempt.n >= most_tries) {
    TRY(unit.queue().unmerge(attempt.id, unit.now()));
    TRY(unit.queue().settle(attempt.reminder, ReminderState::failed, Reason::none, std::nullopt));
    return note_told(unit, attempt.reminder);
  }
  const auto wait = retry_after[std::min<std::size_t>(static_cast<std::size_t>(attempt.n - 1), retry_after.size() - 1)];
  TRY(unit.queue().unmerge(attempt.id, unit.now() + wait));
  return unit.queue().settle(attempt.reminder, ReminderState::waiting, Reason::none, unit.now() + wait);
}

Result<void> refuse(Unit& unit, Attempt& attempt, const Ending& ending) {
  const AttemptState from = attempt.state;
  attempt.state = AttemptState::refused;
  attempt.ended_at = unit.now();
  attempt.look_at = std::nullopt;
  TRY(unit.attempts().save(attempt, from));
  TRY(unit.recipients().never_left(attempt));
  TRY(unit.pacing().never_left(attempt));
  if (ending.opted_out)
    TRY(unit.clients().suppress(attempt.recipient, "the gateway says that the recipient has opted out"));
  TRY(unit.queue().unmerge(attempt.id, unit.now()));
  TRY(unit.queue().settle(attempt.reminder, ReminderState::failed, Reason::none, std::nullopt));
  return note_told(unit, attempt.reminder);
}

/// It had been given up and happened all the same: it counts against the caps again, and its reminder is not tried
/// again beside what is out there.
Result<void> happened_after_all(Unit& unit, Attempt& attempt) {
  attempt.ended_at = std::nullopt;
  TRY(unit.recipients().counts_after_all(attempt));
  return unit.queue().take_back(attempt.reminder);
}

Instant next_look(const Unit& unit, const Attempt& attempt) {
  // It became pointless before the gateway had named it, or before it was called off: that is still to be done.
  if (to_be_called_off(attempt)) return unit.now();
  return unit.now() + (attempt.reminder.channel == Channel::call ? sweep_call : sweep_text);
}

}  // namespace

namespace {

LedgerEntry sent_entry(const Attempt& attempt, const Ended& ended) {
  return entry_about(attempt, LedgerKind::sent, std::string(to_string(ended.ending.kind)), ended.body);
}

/// Numbers are given again when the database comes back older than it was. Of an old attempt the secret is erased.
bool is_namesake(const Attempt& attempt, const Ended& ended) {
  return !ended.secret.empty() && !attempt.secret.empty() && attempt.secret != ended.secret;
}

Report accepted(const Attempt& attempt, const Ending& ending) {
  // An email is over when its server has taken it: no receipt will come.
  const bool over = attempt.reminder.channel == Channel::email;
  return {.state = over ? AttemptState::ended : AttemptState::accepted,
          .outcome = attempt.reminder.channel == Channel::call ? AttemptOutcome::none : AttemptOutcome::sent,
          .provider_id = ending.provider_id};
}

Result<void> take_over(Unit& unit, Attempt& attempt, const Ending& ending) {
  switch (ending.kind) {
    case EndingKind::accepted: return advance(unit, attempt, accepted(attempt, ending));
    case EndingKind::refused:
      return may_follow(attempt.state, AttemptState::refused) ? refuse(unit, attempt, ending) : Result<void>{};
    case EndingKind::not_sent:
      return may_follow(attempt.state, AttemptState::not_sent) ? try_again(unit, attempt) : Result<void>{};
    case EndingKind::unknown: {
      if (!may_follow(attempt.state, AttemptState::unknown)) return {};
      if (planted(Bug::unknown_retried)) return try_again(unit, attempt);
      const AttemptState from = attempt.state;
      attempt.state = AttemptState::unknown;
      attempt.look_at = unit.now() + first_look;
      return unit.attempts().save(attempt, from);
    }
  }
  return {};
}

}  // namespace

Result<void> record_ending(Unit& unit, AttemptId id, const Ending& ending, LedgerBody body) {
  const Ended one[] = {{id, ending, std::move(body)}};
  return record_endings(unit, one);
}

Result<std::vector<Ended>> not_on_record(Unit& unit, std::span<const Ended> endings) {
  std::vector<Ended> left;
  for (const Ended& one : endings) {
    const Attempt attempt = TRY(unit.attempts().get(one.attempt));
    if (!TRY(unit.ledger().has(attempt, LedgerKind::sent, to_string(one.ending.kind)))) left.push_back(one);
  }
  return left;
}

Result<void> foresee_endings(Unit& unit, std::span<const Ended> endings) {
  std::vector<AttemptId> ids;
  for (const Ended& one : endings) ids.push_back(one.attempt);
  return unit.attempts().foresee(ids);
}

Result<void> record_endings(Unit& unit, std::span<const Ended> endings) {
  // Most were accepted, and are written together, before anything else: what happens to another may reach them too. A
  // text that is refused can stop the account, and then calls that have been accepted are called off.
  std::vector<Attempt> attempts;
  std::vector<LedgerEntry> entries;
  std::vector<const Ended*> of;
  for (const Ended& one : endings) {
    Attempt attempt = TRY(unit.attempts().get(one.attempt));
    if (is_namesake(attempt, one)) continue;
    entries.push_back(sent_entry(attempt, one));
    attempts.push_back(std::move(attempt));
    of.push_back(&one);
  }
  TRY(unit.ledger().append(entries));
  std::vector<Attempts::Saving> under_way;
  std::vector<const Ended*> others;
  for (std::size_t i = 0; i < attempts.size(); ++i) {
    Attempt& attempt = attempts[i];
    const Ending& ending = of[i]->ending;
    const bool is_accepted = ending.kind == EndingKind::accepted;
    if (is_accepted && planted(Bug::caps_counted_late)) TRY(unit.recipients().counts_after_all(attempt));
    if (!is_accepted || accepted(attempt, ending).state == AttemptState::ended) {
      others.push_back(of[i]);
      continue;
    }
    if (attempt.code.empty()) attempt.code = ending.code;
    const AttemptState from = attempt.state;
    if (TRY(follow(unit, attempt, accepted(attempt, ending)))) under_way.push_back({attempt, from});
  }
  TRY(unit.attempts().save_all(under_way));
  for (const Ended* one : others) {
    Attempt attempt = TRY(unit.attempts().get(one->attempt));  // as it is by now
    if (attempt.code.empty()) attempt.code = one->ending.code;
    TRY(take_over(unit, attempt, one->ending));
  }
  return {};
}

Result<bool> follow(Unit& unit, Attempt& attempt, const Report& report) {
  const bool named = attempt.provider_id.empty() && !report.provider_id.empty();
  if (named) attempt.provider_id = report.provider_id;
  if (!report.code.empty()) attempt.code = report.code;
  if (!may_follow(attempt.state, report.state)) return named;
  if (attempt.ended_at) TRY(happened_after_all(unit, attempt));
  attempt.state = report.state;
  if (may_follow(attempt.outcome, report.outcome)) attempt.outcome = report.outcome;
  attempt.look_at = next_look(unit, attempt);
  return true;
}

Result<void> advance(Unit& unit, Attempt& attempt, const Report& report) {
  const AttemptState from = attempt.state;
  const bool changed = TRY(follow(unit, attempt, report));
  if (report.state != AttemptState::ended || attempt.state != AttemptState::ended)
    return changed ? unit.attempts().save(attempt, from) : Result<void>{};
  if (from == AttemptState::ended) return refine(unit, attempt, report.outcome);
  // Answered, and hung up before anything was heard or left: nobody was told.
  if (attempt.outcome == AttemptOutcome::none) attempt.outcome = AttemptOutcome::failed;
  return finish(unit, attempt, from);
}

namespace {

/// A text or email that several looks did not find, where the account asks for one more try. A call never.
Result<bool> once_more(Unit& unit, const Attempt& attempt) {
  if (attempt.state != AttemptState::absent || attempt.reminder.channel == Channel::call) return false;
  if (!TRY(unit.accounts().retries_absent())) return false;
  for (const Attempt& other : TRY(unit.attempts().of(attempt.reminder.appointment))) {
    if (other.reminder == attempt.reminder && other.decided == "again") return false;
  }
  return true;
}

}  // namespace

Result<void> give_up(Unit& unit, Attempt& attempt, AttemptState state, const std::string& code) {
  if (planted(Bug::absent_placed_again) && state == AttemptState::absent) return try_again(unit, attempt);
  const AttemptState from = attempt.state;
  attempt.state = state;
  attempt.code = code;
  attempt.look_at = std::nullopt;
  attempt.ended_at = unit.now();
  TRY(unit.attempts().save(attempt, from));
  TRY(unit.recipients().ended(attempt));
  TRY(unit.ledger().append(entry_about(attempt, LedgerKind::reconciled, code)));
  TRY(unit.queue().settle(attempt.reminder, ReminderState::failed, Reason::none, std::nullopt));
  if (TRY(once_more(unit, attempt))) {
    attempt.decided = "again";
    TRY(unit.attempts().save(attempt, state));
    TRY(unit.recipients().reached_nobody(attempt));
    TRY(unit.queue().again(attempt.reminder, Approval::none));
    return unit.queue().unmerge(attempt.id, unit.now());
  }
  return note_told(unit, attempt.reminder);
}

}  // namespace courtesy
