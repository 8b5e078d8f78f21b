// A seeded workload of units, each of which the store and its oracle can carry out: in lock-step, or not at all.
#pragma once

#include <string>
#include <vector>

#include "base/random.h"
#include "store/conformance/reminders.h"
#include "store/ledger.h"
#include "store/model.h"
#include "store/progress.h"

namespace courtesy::conformance {

enum class StepKind { plan, move, cancel, opt_out, intend, send_ended, report, nothing_found, change_of_mind };

/// One unit. All chance is in it already: it may run again from its start.
struct Step {
  StepKind kind;
  AccountId account;
  AppointmentId appointment{};
  int hour = 9;
  Instant send_at{};
  std::size_t limit = 0;
  AttemptId attempt{};
  EndingKind ending{};
  AttemptState state{};
  AttemptOutcome outcome{};

  ReminderKey key() const { return {appointment, RuleId(1), Channel::call, start_of(hour).key()}; }
};

inline constexpr int workload_numbers = 5;
inline constexpr int appointments_a_number = 3;

inline std::string workload_number(int i) { return "+1212555012" + std::to_string(i); }

inline Result<void> add_workload_clients(Unit& unit) {
  for (int i = 0; i < workload_numbers; ++i) TRY(add_client(unit, workload_number(i), appointments_a_number));
  return {};
}

/// The oracle of a store that furnish(…, add_workload_clients) has filled.
inline StoreModel workload_model() {
  StoreModel model;
  for (const AccountId account : {ours, theirs}) {
    for (int i = 0; i < workload_numbers * appointments_a_number; ++i) {
      model.books[account].recipients[AppointmentId(i + 1)] = workload_number(i / appointments_a_number);
    }
  }
  return model;
}

// Drawing -----------------------------------------------------------------------------------------------------------

/// An attempt of this account, one without an end if there is any and chance does not say otherwise; 0: none at all.
inline AttemptId draw_attempt(const StoreModel::Book& book, Random& random) {
  std::vector<AttemptId> open;
  std::vector<AttemptId> all;
  for (const auto& [id, attempt] : book.tries) {
    all.push_back(id);
    if (!is_final(attempt.state)) open.push_back(id);
  }
  const auto& from = open.empty() || random.chance(0.1) ? all : open;
  return from.empty() ? AttemptId{} : from[random.below(from.size())];
}

inline StepKind draw_kind(Random& random) {
  static constexpr std::pair<StepKind, std::uint64_t> weights[] = {
      {StepKind::plan, 28},       {StepKind::move, 8},          {StepKind::cancel, 4},
      {StepKind::opt_out, 1},     {StepKind::intend, 26},       {StepKind::report, 18},
      {StepKind::send_ended, 20}, {StepKind::nothing_found, 3}, {StepKind::change_of_mind, 3}};
  std::uint64_t sum = 0;
  for (const auto& [kind, weight] : weights) sum += weight;
  std::uint64_t drawn = random.below(sum);
  for (const auto& [kind, weight] : weights) {
    if (drawn < weight) return kind;
    drawn -= weight;
  }
  return StepKind::plan;
}

inline Step draw_step(const StoreModel& model, Instant now, Random& random) {
  static constexpr EndingKind endings[] = {EndingKind::accepted, EndingKind::accepted, EndingKind::refused,
                                           EndingKind::not_sent, EndingKind::not_sent, EndingKind::unknown};
  static constexpr AttemptState states[] = {AttemptState::accepted, AttemptState::ringing, AttemptState::in_progress,
                                            AttemptState::ended, AttemptState::ended};
  static constexpr AttemptOutcome outcomes[] = {AttemptOutcome::none,      AttemptOutcome::heard,
                                                AttemptOutcome::machine,   AttemptOutcome::busy,
                                                AttemptOutcome::no_answer, AttemptOutcome::cancelled};
  Step step{.kind = draw_kind(random), .account = random.chance(0.6) ? ours : theirs};
  step.appointment =
      AppointmentId(1 + static_cast<std::int64_t>(random.below(workload_numbers * appointments_a_number)));
  step.hour = 9 + static_cast<int>(random.below(4));
  step.send_at = now + minutes{static_cast<int>(random.below(120)) - 30};
  step.limit = 1 + random.below(6);
  step.attempt = draw_attempt(model.books.at(step.account), random);
  step.ending = endings[random.below(std::size(endings))];
  step.state = states[random.below(std::size(states))];
  if (step.state == AttemptState::ended) step.outcome = outcomes[random.below(std::size(outcomes))];
  const bool needs_attempt =
      step.kind == StepKind::send_ended || step.kind == StepKind::report || step.kind == StepKind::nothing_found;
  if (needs_attempt && !step.attempt) step.kind = StepKind::plan;
  return step;
}

// Both carry it out, and say in the same words what came of it -------------------------------------------------------

inline std::string words_of(const ReminderKey& key, const Decision& decision) {
  return std::to_string(key.appointment.value()) + "/" + key.start + " " + std::string(to_string(decision.kind)) + " " +
         std::string(to_string(decision.reason)) + "; ";
}

/// Empty for a unit that is to fail.
inline std::string carry_out(StoreModel& model, const Step& step, Instant now) {
  StoreModel::Book& book = model.books.at(step.account);
  switch (step.kind) {
    case StepKind::plan: ++book.ledger; return std::to_string(model.plan(step.account, step.key(), step.send_at));
    case StepKind::move: {
      ++book.ledger;
      const int withdrawn = model.withdraw(step.account, step.appointment, step.key().start);
      return std::to_string(withdrawn) + " " + std::to_string(model.plan(step.account, step.key(), step.send_at));
    }
    case StepKind::cancel: ++book.ledger; return std::to_string(model.withdraw(step.account, step.appointment, ""));
    case StepKind::opt_out:
      ++book.ledger;
      book.suppressed.insert(book.recipients.at(step.appointment));
      return "opted out";
    case StepKind::intend: {
      std::string words = "intend: ";
      for (const auto& [key, decision] : model.intend(step.account, now, step.limit)) words += words_of(key, decision);
      return words;
    }
    case StepKind::send_ended: model.send_ended(step.account, step.attempt, step.ending, now); return "ended";
    case StepKind::report: model.report(step.account, step.attempt, step.state, step.outcome); return "reported";
    case StepKind::nothing_found: model.nothing_was_found(step.account, step.attempt); return "looked";
    case StepKind::change_of_mind: return {};
  }
  return {};
}

inline Result<std::string> plan_one(Unit& unit, const Step& step) {
  const Planned planned{
      .key = step.key(), .due = step.send_at, .send_at = step.send_at, .state = ReminderState::waiting};
  return std::to_string(TRY(unit.queue().plan(std::span(&planned, 1))));
}

inline Result<std::string> move(Unit& unit, const Step& step) {
  Appointment appointment = TRY(unit.appointments().get(step.appointment));
  appointment.start = start_of(step.hour);
  TRY(unit.appointments().rebook(appointment));
  const int withdrawn = TRY(unit.queue().withdraw(step.appointment, step.key().start, Reason::appointment_moved));
  return std::to_string(withdrawn) + " " + TRY(plan_one(unit, step));
}

/// In the order of the real intent unit: look, lock, facts, decide, reserve, record, add, ledger.
inline Result<std::string> intend(Unit& unit, const Step& step) {
  const auto due = TRY(unit.queue().look(static_cast<int>(step.limit)));
  TRY(unit.recipients().lock(due));
  const Facts facts = TRY(unit.facts(due));
  std::vector<Verdict> verdicts;
  std::vector<Attempt> attempts;
  std::vector<std::size_t> allowed;
  std::vector<LedgerEntry> entries;
  std::string words = "intend: ";
  AttemptId id = TRY(unit.attempts().next_id());
  for (std::size_t i = 0; i < due.size(); ++i) {
    std::vector<PastContact> contacts = facts.each[i].contacts;
    for (const auto& attempt : attempts) {
      PastContact before{};
      before.at = unit.now();
      before.running = true;
      if (attempt.recipient == due[i].recipient) contacts.push_back(before);
    }
    const Decision decision = decide_in_workload(unit.now(), facts.each[i].suppressed, contacts);
    verdicts.push_back({due[i], decision});
    entries.push_back({.kind = LedgerKind::decided, .code = std::string(to_string(decision.reason))});
    words += words_of(due[i].key, decision);
    if (decision.kind != DecisionKind::allow) continue;
    attempts.push_back(attempt_for(unit, due[i], id));
    allowed.push_back(i);
    id = AttemptId(id.value() + 1);
  }
  std::vector<Reservation> reservations;
  for (std::size_t i = 0; i < attempts.size(); ++i) {
    reservations.push_back(reservation_of(attempts[i], due[allowed[i]], facts.each[allowed[i]]));
  }
  TRY(unit.recipients().reserve(reservations));
  TRY(unit.queue().record(verdicts));
  TRY(unit.attempts().add(attempts));
  TRY(unit.ledger().append(entries));
  return words;
}

inline Result<void> nothing_found(Unit& unit, const Step& step) {
  Attempt attempt = TRY(unit.attempts().get(step.attempt));
  if (attempt.state != AttemptState::unknown) return {};
  return give_up(unit, attempt, AttemptState::absent, "absent");
}

inline constexpr std::string_view changed_mind = "changed my mind";

inline Result<std::string> carry_out(Unit& unit, const Step& step) {
  const auto noted = [&] { return unit.ledger().append({.kind = LedgerKind::by_hand, .code = "workload"}); };
  switch (step.kind) {
    case StepKind::plan: TRY(noted()); return plan_one(unit, step);
    case StepKind::move: TRY(noted()); return move(unit, step);
    case StepKind::cancel:
      TRY(noted());
      return std::to_string(TRY(unit.queue().withdraw(step.appointment, "", Reason::appointment_cancelled)));
    case StepKind::opt_out: {
      TRY(noted());
      const Appointment appointment = TRY(unit.appointments().get(step.appointment));
      TRY(unit.clients().suppress(TRY(unit.clients().get(appointment.client)).number, "workload"));
      return std::string("opted out");
    }
    case StepKind::intend: return intend(unit, step);
    case StepKind::send_ended:
      TRY(record_ending(unit, step.attempt, {.kind = step.ending, .provider_id = {}, .code = {}, .detail = {}}, {}));
      return std::string("ended");
    case StepKind::report: {
      Attempt attempt = TRY(unit.attempts().get(step.attempt));
      TRY(advance(unit, attempt, {.state = step.state, .outcome = step.outcome}));
      return std::string("reported");
    }
    case StepKind::nothing_found: TRY(nothing_found(unit, step)); return std::string("looked");
    case StepKind::change_of_mind:
      TRY(noted());
      TRY(plan_one(unit, step));
      return invalid(std::string(changed_mind));
  }
  return invalid("no such step");
}

}  // namespace courtesy::conformance
