// Nights and days by name: each a plan made by hand over the usual workload, and a sentence about what came of it.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/zone.h"
#include "simulation/run.h"
#include "simulation/scenario.h"
#include "simulation/workload.h"
#include "simulation/world.h"

namespace courtesy::simulation {
namespace {

constexpr const char* home = "America/New_York";
constexpr double carried_out_at_least = 0.95;

Plan quiet_plan(std::uint64_t seed, int days, LocalDate first) {
  return draw_plan({.seed = seed, .days = days, .faults = {}, .first = first});
}

constexpr LocalDate a_monday = std::chrono::local_days{std::chrono::year{2026} / 4 / 13};

Instant at_home(LocalTime local) { return Zone::find(home).value().resolve(local).instant; }

ScenarioReport report_of(const ScenarioSettings& settings, const RunReport& run, std::string_view sentence) {
  const double share = run.totals.expected == 0
                           ? 1
                           : static_cast<double>(run.totals.carried_out) / static_cast<double>(run.totals.expected);
  ScenarioReport report;
  report.good = run.violation_count == 0 && share >= carried_out_at_least;
  report.text = settings.json ? to_json(run) + "\n" : fmt::format("{}\n{}\n", sentence, to_line(run));
  if (settings.json) return report;
  for (const Violation& violation : run.violations) report.text += to_text(violation) + "\n";
  return report;
}

Result<ScenarioReport> play(const ScenarioSettings& settings, Plan plan, std::string_view sentence) {
  std::ranges::stable_sort(plan.actions, {}, &Action::at);
  return report_of(settings, TRY(run_plan(plan)), sentence);
}

}  // namespace

Result<ScenarioReport> gateway_blackout(const ScenarioSettings& settings) {
  Plan plan = quiet_plan(settings.seed, 3, a_monday);
  plan.faults.push_back({.kind = FaultKind::unreachable,
                         .at = at_home(LocalTime{a_monday + std::chrono::days{1} + hours{11}}),
                         .length = hours{6}});
  return play(
      settings, std::move(plan),
      "The gateway is out of reach from 11:00 to 17:00. What can still be useful goes out afterwards, once each; "
      "the rest is the staff's.");
}

Result<ScenarioReport> callback_storm(const ScenarioSettings& settings) {
  Plan plan = quiet_plan(settings.seed, 3, a_monday);
  // Half a day's callbacks all come hours late, and most of them twice.
  const Instant noon = at_home(LocalTime{a_monday + std::chrono::days{1} + hours{10}});
  SeededRandom random = SeededRandom(settings.seed).fork("storm");
  for (int i = 0; i < 200; ++i) {
    const milliseconds late{random.below(7'200'000)};
    plan.faults.push_back({.kind = FaultKind::callback_late, .at = noon, .length = late, .dice = random.next()});
    plan.faults.push_back(
        {.kind = FaultKind::callback_doubled, .at = noon, .length = late / 2 + seconds{1}, .dice = random.next()});
  }
  return play(settings, std::move(plan),
              "Callbacks of half a day come up to two hours late, doubled, in any order. Each is taken once.");
}

Result<ScenarioReport> dst_weekend(const ScenarioSettings& settings) {
  // In March an hour is missing, in November one is there twice.
  constexpr LocalDate spring = std::chrono::local_days{std::chrono::year{2026} / 3 / 5};
  constexpr LocalDate autumn = std::chrono::local_days{std::chrono::year{2026} / 10 / 29};
  const auto first = TRY(play(settings, quiet_plan(settings.seed, 5, spring), "From 5 March, the clocks go forward:"));
  auto second = TRY(play(settings, quiet_plan(settings.seed, 5, autumn), "From 29 October, the clocks go back:"));
  second.text = first.text + second.text;
  second.good = second.good && first.good;
  return second;
}

Result<ScenarioReport> disk_full(const ScenarioSettings& settings) {
  Plan plan = quiet_plan(settings.seed, 3, a_monday);
  plan.faults.push_back({.kind = FaultKind::disk_full,
                         .at = at_home(LocalTime{a_monday + std::chrono::days{1} + hours{9} + minutes{30}}),
                         .length = hours{3}});
  return play(settings, std::move(plan),
              "The disk is full from 09:30 to 12:30: nothing can be written, so nothing is sent; then it goes on.");
}

Result<ScenarioReport> family_shares_a_phone(const ScenarioSettings& settings) {
  Plan plan = quiet_plan(settings.seed, 3, a_monday);
  // Six of one family, all tomorrow, and one phone.
  const Patient first = plan.patients.front();
  for (int member = 0; member < 6; ++member) {
    Patient patient = first;
    patient.name = fmt::format("Family {}", member);
    patient.number = "+16175557777";
    patient.zones = {home};
    plan.patients.push_back(std::move(patient));
    plan.actions.push_back({.at = plan.begins,
                            .kind = ActionKind::book,
                            .clinic = 0,
                            .uid = fmt::format("family-{}", member),
                            .patient = static_cast<int>(plan.patients.size()) - 1,
                            .start = LocalTime{a_monday + std::chrono::days{2} + hours{10} + minutes{20} * member},
                            .zone = home});
  }
  return play(settings, std::move(plan),
              "Six of a family have one phone: never two calls at once, one an hour, three contacts a day; who is not "
              "told is on the staff's list.");
}

Result<ScenarioReport> moved_at_the_last_second(const ScenarioSettings& settings) {
  Plan plan = quiet_plan(settings.seed, 3, a_monday);
  static constexpr std::array around{-1'000, -20, -1, 0, 1, 10, 20, 40, 80, 150, 300, 1'000, 3'000, 20'000};
  std::vector<Action> moves;
  for (const Action& book : plan.actions) {
    if (book.kind != ActionKind::book) continue;
    const Instant due = due_of(1 + static_cast<int>(moves.size() % 2), book.start, book.zone);
    if (due < plan.begins + minutes{5} || due > plan.ends) continue;
    Action move = book;
    move.kind = ActionKind::move;
    move.at = due + milliseconds{around[moves.size() % around.size()]};
    move.start += hours{26};
    move.sequence = 50;
    moves.push_back(move);
  }
  plan.actions.insert(plan.actions.end(), moves.begin(), moves.end());
  return play(settings, std::move(plan),
              "Every appointment is moved within a second of its reminder. Nobody is told of a start that was moved "
              "before the intent was committed.");
}

}  // namespace courtesy::simulation
