#include "simulation/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "interlock/decision.h"
#include "simulation/shrink.h"
#include "simulation/world.h"

namespace courtesy::simulation {
namespace {

std::int64_t sum(const Counts& counts, std::string_view prefix) {
  std::int64_t total = 0;
  for (auto at = counts.all().lower_bound(prefix); at != counts.all().end() && at->first.starts_with(prefix); ++at)
    total += at->second;
  return total;
}

std::string listed(const Counts& counts, std::string_view prefix) {
  std::string all;
  for (auto at = counts.all().lower_bound(prefix); at != counts.all().end() && at->first.starts_with(prefix); ++at) {
    all += fmt::format("{}{} {}", all.empty() ? "" : ", ", at->first.substr(prefix.size()), at->second);
  }
  return all.empty() ? "none" : all;
}

bool breaks(const Plan& plan, const std::string& invariant) {
  const auto report = run_plan(plan);
  if (!report) return false;
  return std::ranges::any_of(report->violations, [&](const Violation& one) { return one.invariant == invariant; });
}

}  // namespace

Result<RunReport> run_plan(const Plan& plan, bool keeps_lines) {
  World world(plan, {.people = {}, .keeps_lines = keeps_lines});
  TRY(world.begin());
  TRY(world.finish());
  return RunReport{.seed = plan.seed,
                   .digest = world.trace().digest(),
                   .counts = world.counts(),
                   .violations = world.checker().violations(),
                   .violation_count = world.checker().violation_count(),
                   .totals = world.checker().totals(),
                   .trace = world.trace().lines()};
}

Plan shrink(const Plan& plan, const std::string& invariant, int runs) {
  Plan small = plan;
  small.faults = smaller(small.faults, runs, [&](const std::vector<PlannedFault>& faults) {
    Plan fewer = small;
    fewer.faults = faults;
    return breaks(fewer, invariant);
  });
  small.actions = smaller(small.actions, runs, [&](const std::vector<Action>& actions) {
    Plan fewer = small;
    fewer.actions = actions;
    return breaks(fewer, invariant);
  });
  return small;
}

std::string to_text(const Plan& plan) {
  std::string text = fmt::format("seed {}, {} to {}\n", plan.seed, to_string(plan.begins), to_string(plan.ends));
  for (const Action& action : plan.actions) {
    text += fmt::format("{} {} clinic {}", to_string(action.at), name_of(action.kind), action.clinic + 1);
    if (!action.uid.empty()) text += fmt::format(" {}", action.uid);
    if (action.patient >= 0) {
      const Patient& patient = plan.patients.at(static_cast<std::size_t>(action.patient));
      text += fmt::format(" {} {} {}", patient.name, patient.number, patient.email);
    }
    if (!action.zone.empty()) text += fmt::format(" at {} {}", to_string(action.start), action.zone);
    text += "\n";
  }
  for (const PlannedFault& fault : plan.faults) {
    text += fmt::format("{} fault {}, {} ms{}\n", to_string(fault.at), name_of(fault.kind), fault.length.count(),
                        fault.at_intent ? ", at an intent" : "");
  }
  return text;
}

std::string to_line(const RunReport& report) {
  const Counts& counts = report.counts;
  return fmt::format(
      "seed {}: due {}, sent {}, held {}, dropped {} ({}), trips {}, carried out {} of {} untouched and {} of {} "
      "touched, faults: {}; {} violations; "
      "trace {:016x}",
      report.seed, report.totals.due, sum(counts, "contacts."), sum(counts, "reminder.held"),
      sum(counts, "reminder.dropped"), listed(counts, "reminder.dropped."), counts.of("trips.seen"),
      report.totals.carried_out, report.totals.expected, report.totals.touched_carried_out, report.totals.touched,
      listed(counts, "boundary."), report.violation_count, report.digest);
}

std::string neither(const Counts& counts) {
  std::string all;
  for (const Owed owed : {Owed::nobody, Owed::refused, Owed::opted_out, Owed::no_room}) {
    const auto count = counts.of(fmt::format("owed.{}", name_of(owed)));
    all += fmt::format("{}{} {}", all.empty() ? "" : ", ", name_of(owed), count);
  }
  return all;
}

std::string people(const Counts& counts) {
  const auto trips = counts.of("trips.released");
  return fmt::format("{} trips after {} minutes on average; {}", trips,
                     trips == 0 ? 0 : counts.of("trips.minutes") / trips, listed(counts, "people."));
}

std::string to_json(const RunReport& report) {
  boost::json::object counts;
  for (const auto& [name, count] : report.counts.all()) counts[name] = count;
  boost::json::array violations;
  for (const Violation& one : report.violations) {
    violations.push_back(boost::json::object{
        {"invariant", one.invariant}, {"at", to_string(one.at)}, {"reminder", one.reminder}, {"detail", one.detail}});
  }
  return boost::json::serialize(boost::json::object{{"seed", report.seed},
                                                    {"trace", fmt::format("{:016x}", report.digest)},
                                                    {"due", report.totals.due},
                                                    {"sent", sum(report.counts, "contacts.")},
                                                    {"held", sum(report.counts, "reminder.held")},
                                                    {"dropped", sum(report.counts, "reminder.dropped")},
                                                    {"untouched", report.totals.expected},
                                                    {"carried_out", report.totals.carried_out},
                                                    {"touched", report.totals.touched},
                                                    {"touched_carried_out", report.totals.touched_carried_out},
                                                    {"violation_count", report.violation_count},
                                                    {"violations", violations},
                                                    {"counts", counts}});
}

std::vector<std::string> never_reached(const Counts& counts) {
  std::vector<std::string> wanted;
  for (int reason = static_cast<int>(Reason::stopped); reason <= static_cast<int>(Reason::interlock_error); ++reason)
    wanted.push_back(fmt::format("ledger.decided.{}", to_string(static_cast<Reason>(reason))));
  for (const char* state : {"refused", "not_sent", "absent", "ended.heard", "ended.machine", "ended.delivered",
                            "ended.sent", "ended.busy", "ended.no_answer", "ended.failed", "ended.cancelled"})
    wanted.push_back(fmt::format("attempt.{}", state));
  for (const char* code : {"restart", "absent", "called_off", "lost_at_gateway", "several_matches",
                           "cannot_be_looked_up", "accepted", "ringing", "in_progress", "ended"})
    wanted.push_back(fmt::format("ledger.reconciled.{}", code));
  for (const char* code : {"stopped", "given_up", "appointment_cancelled", "appointment_moved", "recipient_changed",
                           "already_confirmed", "suppressed"})
    wanted.push_back(fmt::format("ledger.spoken.{}", code));
  for (const char* ending : {"accepted", "refused", "not_sent", "unknown"})
    wanted.push_back(fmt::format("ledger.sent.{}", ending));
  for (const FaultKind kind : all_faults()) wanted.push_back(fmt::format("fault.{}", name_of(kind)));
  for (const char* fate : {"released", "discarded", "reached", "not_reached", "again"})
    wanted.push_back(fmt::format("people.{}", fate));
  for (const char* doubt : {"doubt.there", "doubt.gone", "trips.seen", "ledger.error.second_call"})
    wanted.push_back(doubt);
  std::erase_if(wanted, [&](const std::string& name) { return counts.of(name) > 0; });
  return wanted;
}

}  // namespace courtesy::simulation
