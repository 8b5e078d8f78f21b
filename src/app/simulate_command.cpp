#include "app/simulate_command.h"

#include <fmt/format.h>

#include <atomic>
#include <fstream>
#include <map>
#include <mutex>
#include <ostream>
#include <thread>

#include "base/planted.h"
#include "simulation/run.h"
#include "simulation/scenario.h"

namespace courtesy::app {
namespace {

using simulation::FaultKind;
using simulation::RunReport;

constexpr int shrinking_runs = 120;
/// Of 200 seeds a kind of fault must have occurred in 20.
constexpr double seeds_with_a_fault = 0.1;
constexpr double carried_out_at_least = 0.95;
/// Of what is due.
constexpr double judged_at_least = 0.5;
constexpr std::int64_t enough_seeds = 50;

double part(std::int64_t some, std::int64_t all) {
  return all == 0 ? 0 : static_cast<double>(some) / static_cast<double>(all);
}

class SimulateCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.number("--seeds N", seeds_, "how many worlds (default: 20)");
    options.number("--days D", days_, "how long each (default: 5)");
    options.text("--faults NAMES", faults_, "all, none, or names with commas between them (default: all)");
    options.number("--seed S", first_, "the first seed (default: 1)");
    options.flag("--json", json_, "one JSON object a line");
    options.number("--jobs J", jobs_, "threads (default: one a core)");
    options.text("--trace FILE", trace_, "writes all that happened in the first seed");
    options.text("--scenario NAME", scenario_, "one named scenario instead; `list` names them");
    options.text("--bug NAME", bug_, "plants a bug, in the build that can (./dev planted)");
    options.flag("--no-shrink", no_shrink_, "a failure is not cut down to its essentials");
  }

  Result<void> check() override {
    if (seeds_ < 1 || seeds_ > 1'000'000) return invalid("--seeds must be 1 to 1000000");
    if (days_ < 1 || days_ > 366) return invalid("--days must be 1 to 366");
    if (jobs_ < 0 || jobs_ > 64) return invalid("--jobs must be 1 to 64");
    kinds_ = TRY(simulation::read_faults(faults_));
    return plant();
  }

  Result<int> run(Outside& outside) override {
    if (!scenario_.empty()) return run_scenario(outside);
    outside.err << fmt::format("seeds {} to {}, {} days, faults {}\n", first_, first_ + seeds_ - 1, days_, faults_);
    TRY(run_seeds(outside));
    TRY(write_trace());
    if (!bug_.empty()) return tell_bug(outside);
    if (!no_shrink_) TRY(tell_failure(outside));
    return judge(outside) ? 0 : 1;
  }

 private:
  Result<void> plant() const {
    if (bug_.empty()) return {};
    const auto bug = bug_named(bug_);
    if (!bug) {
      std::string known;
      for (const Bug one : all_bugs()) known.append(" ").append(courtesy::to_string(one));
      return invalid("no bug is called '" + bug_ + "': of" + known);
    }
#ifdef COURTESY_PLANTED_BUGS
    planted_bug = *bug;
    return {};
#else
    return invalid("no bugs can be planted in this build: ./dev planted makes one that can");
#endif
  }

  simulation::Plan plan_of(std::int64_t seed) const {
    return simulation::draw_plan(
        {.seed = static_cast<std::uint64_t>(seed), .days = static_cast<int>(days_), .faults = kinds_});
  }

  /// The seeds are dealt to threads; their lines come out in order all the same.
  Result<void> run_seeds(Outside& outside) {
    const std::int64_t cores = std::max(1u, std::thread::hardware_concurrency());
    const std::int64_t threads = std::min(seeds_, jobs_ > 0 ? jobs_ : cores);
    std::atomic<std::int64_t> next{0};
    std::atomic<bool> found{false};  // a planted bug: then the rest is not of interest
    std::mutex mutex;
    std::map<std::int64_t, Result<RunReport>> finished;
    std::int64_t printed = 0;
    Result<void> failure;
    const auto work = [&] {
      for (std::int64_t i; (i = next++) < seeds_ && !found;) {
        auto report = simulation::run_plan(plan_of(first_ + i), !trace_.empty() && i == 0);
        const std::lock_guard lock(mutex);
        finished.emplace(i, std::move(report));
        for (auto at = finished.find(printed); at != finished.end(); at = finished.find(++printed)) {
          if (found) break;
          if (at->second) {
            take(outside, *at->second);
            found = !bug_.empty() && failed_;
          } else if (failure) {
            failure = Error{at->second.error().code,
                            fmt::format("seed {}: {}", first_ + printed, at->second.error().message)};
          }
          finished.erase(at);
        }
      }
    };
    std::vector<std::thread> pool;
    for (std::int64_t i = 1; i < threads; ++i) pool.emplace_back(work);
    work();
    for (auto& thread : pool) thread.join();
    return failure;
  }

  Result<int> tell_bug(Outside& outside) const {
    if (!failed_) {
      outside.out << fmt::format("{}: NOT FOUND in {} seeds\n", bug_, seeds_);
      return 1;
    }
    outside.out << fmt::format("{}: found at seed {}, since it breaks {}\n", bug_, failed_->first, failed_->second);
    return 0;
  }

  void take(Outside& outside, RunReport& report) {
    const bool shown = bug_.empty();
    if (shown) outside.out << (json_ ? simulation::to_json(report) : simulation::to_line(report)) << "\n";
    if (shown && !json_) {
      for (const auto& violation : report.violations) outside.out << "  " << simulation::to_text(violation) << "\n";
    }
    outside.out.flush();
    for (const FaultKind kind : simulation::all_faults()) {
      if (report.counts.of(fmt::format("fault.{}", simulation::name_of(kind))) > 0) ++seeds_with_[kind];
    }
    if (!report.trace.empty()) lines_ = std::move(report.trace);
    if (report.violation_count > 0 && !failed_) failed_ = {report.seed, report.violations.front().invariant};
    total_ += report.counts;
    violations_ += report.violation_count;
    totals_ += report.totals;
  }

  Result<void> write_trace() {
    if (trace_.empty()) return {};
    std::ofstream file(trace_, std::ios::binary);
    file << lines_;
    file.flush();
    if (!file) return Error{ErrorCode::unavailable, "cannot write " + trace_};
    return {};
  }

  Result<void> tell_failure(Outside& outside) {
    if (!failed_) return {};
    const auto& [seed, invariant] = *failed_;
    const auto plan = plan_of(static_cast<std::int64_t>(seed));
    const auto small = simulation::shrink(plan, invariant, shrinking_runs);
    const auto report = TRY(simulation::run_plan(small, true));
    outside.out << fmt::format("\nseed {} breaks {}. The least of it that still does:\n\n{}\nand what happens:\n\n{}\n",
                               seed, invariant, simulation::to_text(small), report.trace);
    outside.out << fmt::format(
        "The whole of it: courtesy simulate --seed {} --seeds 1 --days {} --faults {} --trace "
        "FILE\n",
        seed, days_, faults_);
    return {};
  }

  bool judge(Outside& outside) const {
    bool good = violations_ == 0;
    std::string rare;
    for (const FaultKind kind : kinds_) {
      const auto found = seeds_with_.find(kind);
      const std::int64_t seeds = found == seeds_with_.end() ? 0 : found->second;
      rare += fmt::format("{}{} {}", rare.empty() ? "" : ", ", simulation::name_of(kind), seeds);
      if (seeds_ >= enough_seeds && static_cast<double>(seeds) < seeds_with_a_fault * static_cast<double>(seeds_))
        good = false;
    }
    const double share = part(totals_.carried_out, totals_.expected);
    if (share < carried_out_at_least) good = false;
    // A checker that excuses nearly everything proves nothing.
    if (seeds_ >= enough_seeds && part(totals_.expected, totals_.due) < judged_at_least) good = false;
    std::string unreached;
    for (const auto& name : simulation::never_reached(total_)) unreached += " " + name;
    auto& out = json_ ? outside.err : outside.out;
    out << fmt::format(
        "\n{} seeds of {} days: {} violations; requests {}\n"
        "due {}; nothing touched {}, of which {} were carried out ({:.1f} %); a fault or a stop touched {}, of which "
        "{} "
        "were carried out\n"
        "neither: {}\npeople decided {}\nseeds with each fault: {}\nnever reached:{}\n{}\n",
        seeds_, days_, violations_, total_.of("requests"), totals_.due, totals_.expected, totals_.carried_out,
        share * 100, totals_.touched, totals_.touched_carried_out, simulation::neither(total_),
        simulation::people(total_), rare, unreached.empty() ? " nothing" : unreached, good ? "good" : "FAILED");
    return good;
  }

  Result<int> run_scenario(Outside& outside) const {
    for (const auto& scenario : simulation::all_scenarios()) {
      if (scenario_ == "list") outside.out << fmt::format("{:<24}{}\n", scenario.name, scenario.summary);
      if (scenario_ != scenario.name) continue;
      const auto report = TRY(scenario.run(
          {.seed = static_cast<std::uint64_t>(first_), .json = json_, .done = [&](const std::string& part) {
             outside.err << part << std::endl;
           }}));
      outside.out << report.text;
      return report.good ? 0 : 1;
    }
    if (scenario_ == "list") return 0;
    return invalid(
        fmt::format("no scenario is called '{}': `courtesy simulate --scenario list` names them", scenario_));
  }

  std::int64_t seeds_ = 20;
  std::int64_t days_ = 5;
  std::string faults_ = "all";
  std::int64_t first_ = 1;
  bool json_ = false;
  std::int64_t jobs_ = 0;
  std::string trace_;
  std::string scenario_;
  std::string bug_;
  bool no_shrink_ = false;

  std::set<FaultKind> kinds_;
  std::map<FaultKind, std::int64_t> seeds_with_;
  std::string lines_;
  std::optional<std::pair<std::uint64_t, std::string>> failed_;
  simulation::Counts total_;
  std::int64_t violations_ = 0;
  simulation::Checker::Totals totals_;
};

}  // namespace

std::unique_ptr<Command> make_simulate_command() { return std::make_unique<SimulateCommand>(); }

}  // namespace courtesy::app
