#include "app/machines_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <boost/json.hpp>
#include <fstream>
#include <ostream>
#include <sstream>
#include <thread>

#include "base/json_text.h"
#include "simulation/machine_trial.h"

namespace courtesy::app {
namespace {

using simulation::MachinePolicy;
using simulation::ScoreSheet;
using simulation::TrialReport;

double percent(std::int64_t some, std::int64_t all) {
  return all == 0 ? 0 : 100.0 * static_cast<double>(some) / static_cast<double>(all);
}
double mean_seconds(milliseconds sum, std::int64_t count) {
  return count == 0 ? 0 : static_cast<double>(sum.count()) / 1000.0 / static_cast<double>(count);
}
double seconds_of(milliseconds time) { return static_cast<double>(time.count()) / 1000.0; }

constexpr std::array<std::string_view, 3> grades{"played, nobody knows who listened",
                                                 "played to a machine, no beep heard", "left after a beep"};

class MachinesCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.number("--calls N", calls_, "how many calls each (default: 10000)");
    options.number("--seed S", seed_, "the seed of all chance (default: 1)");
    options.text("--policy NAME", policy_, "one of them alone; `list` names them");
    options.text("--population FILE", file_, "who answers, instead of the population that comes along");
    options.number("--jobs J", jobs_, "threads (default: one a core)");
    options.flag("--json", json_, "one JSON object");
  }

  Result<void> check() override {
    if (calls_ < 1 || calls_ > 50'000) return invalid("--calls must be 1 to 50000");
    if (jobs_ < 0 || jobs_ > 64) return invalid("--jobs must be 1 to 64");
    for (MachinePolicy& policy : simulation::machine_policies()) {
      if (policy_.empty() || policy_ == "list" || policy_ == policy.name) policies_.push_back(std::move(policy));
    }
    return policies_.empty() ? Result<void>(invalid("no policy is called '" + policy_ + "': --policy list names them"))
                             : Result<void>();
  }

  Result<int> run(Outside& outside) override {
    if (policy_ == "list") {
      for (const MachinePolicy& policy : policies_) outside.out << policy.name << "\n";
      return 0;
    }
    TRY(read_population());
    if (!json_) outside.err << fmt::format("seed {}, {} calls each\n", seed_, calls_);
    const auto reports = TRY(play());
    if (json_) {
      outside.out << json_text(TRY(json_of(reports))) << "\n";
    } else {
      TRY(print(outside.out, reports));
    }
    return 0;
  }

 private:
  Result<void> read_population() {
    population_ = simulation::shipped_population();
    if (file_.empty()) return {};
    std::ifstream in(file_, std::ios::binary);
    if (!in) return Error{ErrorCode::not_found, fmt::format("cannot read {}", file_)};
    population_ = (std::ostringstream() << in.rdbuf()).str();
    return {};
  }

  /// The same callees meet each; the policies are dealt to threads.
  Result<std::vector<TrialReport>> play() const {
    std::vector<std::optional<Result<TrialReport>>> ended(policies_.size());
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
      for (std::size_t i; (i = next++) < policies_.size();) {
        ended[i] = simulation::run_trial({.population = population_,
                                          .calls = static_cast<int>(calls_),
                                          .seed = static_cast<std::uint64_t>(seed_),
                                          .policy = policies_[i]});
      }
    };
    const std::size_t cores = std::max(1u, std::thread::hardware_concurrency());
    const std::size_t threads = std::min(policies_.size(), jobs_ > 0 ? static_cast<std::size_t>(jobs_) : cores);
    std::vector<std::thread> pool;
    for (std::size_t i = 1; i < threads; ++i) pool.emplace_back(work);
    work();
    for (auto& thread : pool) thread.join();
    std::vector<TrialReport> reports;
    for (auto& one : ended) reports.push_back(TRY(std::move(*one)));
    return reports;
  }

  Result<void> print(std::ostream& out, const std::vector<TrialReport>& reports) const {
    const auto opening = TRY(simulation::opening_length());
    const ScoreSheet& first = reports.front().sheet;
    out << fmt::format(
        "{} calls each: {} people, {} machines with a tape, {} others (screening, full, menus, fax).\n"
        "The opening question takes {:.1f} s, {:.1f} s of it without the key that ends all calls.\n\n",
        calls_, first.people, first.recorders, first.calls - first.people - first.recorders, seconds_of(opening.whole),
        seconds_of(opening.without_opt_out));
    out << fmt::format("{:<18}{:>8}{:>8}{:>8}{:>10}{:>8}{:>8}{:>8}   {:<14}{:>8}{:>9}\n", "", "people", "first",
                       "people", "machines", "", "with", "s per", "(people/", "first", "longest");
    out << fmt::format("{:<18}{:>8}{:>8}{:>8}{:>10}{:>8}{:>8}{:>8}   {:<14}{:>8}{:>9}\n", "policy", "right", "< 2 s",
                       "told", "complete", "clean", "keys", "call", "machines)", "word s", "silence");
    for (std::size_t i = 0; i < reports.size(); ++i) {
      const ScoreSheet& sheet = reports[i].sheet;
      out << fmt::format(
          "{:<18}{:>7.1f}%{:>7.1f}%{:>7.1f}%{:>9.1f}%{:>7.1f}%{:>7.1f}%{:>8.1f}   {:<14}{:>8.1f}{:>9.1f}\n",
          policies_[i].name, percent(sheet.right, sheet.people), percent(sheet.right_and_prompt, sheet.people),
          percent(sheet.informed, sheet.people), percent(sheet.complete, sheet.recorders),
          percent(sheet.clean, sheet.recorders), percent(sheet.with_keys, sheet.recorders),
          mean_seconds(sheet.in_all, sheet.calls),
          fmt::format("({:.1f}/{:.1f})", mean_seconds(sheet.with_people, sheet.people),
                      mean_seconds(sheet.with_recorders, sheet.recorders)),
          seconds_of(sheet.latest_first_word), seconds_of(sheet.longest_silence));
    }
    print_grades(out, reports);
    return {};
  }

  void print_grades(std::ostream& out, const std::vector<TrialReport>& reports) const {
    out << "\n\"Message left\", as it is reported, and how often no tape holds a whole copy:\n";
    for (std::size_t i = 0; i < reports.size(); ++i) {
      for (std::size_t grade = grades.size(); grade-- > 0;) {
        const auto& [reported, wrong] = reports[i].grades[grade];
        if (reported == 0) continue;
        out << fmt::format("{:<18}{:<38}{:>6}, wrong {:>5.1f}%\n", policies_[i].name, grades[grade], reported,
                           percent(wrong, reported));
      }
      if (reports[i].sheet.asked_late > 0) {
        out << fmt::format("{:<18}{} machines heard a key after the first thing that was said\n", policies_[i].name,
                           reports[i].sheet.asked_late);
      }
      if (reports[i].unanswered > 0) {
        out << fmt::format("{:<18}{} calls were not made or not answered\n", policies_[i].name, reports[i].unanswered);
      }
    }
  }

  Result<boost::json::object> json_of(const std::vector<TrialReport>& reports) const {
    const auto opening = TRY(simulation::opening_length());
    boost::json::array all;
    for (std::size_t i = 0; i < reports.size(); ++i) {
      const ScoreSheet& sheet = reports[i].sheet;
      boost::json::object left;
      for (const Evidence evidence : {Evidence::beep, Evidence::machine, Evidence::none}) {
        const auto& grade = reports[i].grades[static_cast<std::size_t>(evidence)];
        left[to_string(evidence)] = {{"reported", grade.reported}, {"wrong", grade.wrong}};
      }
      all.push_back({{"policy", policies_[i].name},
                     {"calls", sheet.calls},
                     {"people", sheet.people},
                     {"machines", sheet.recorders},
                     {"right", sheet.right},
                     {"right_and_prompt", sheet.right_and_prompt},
                     {"informed", sheet.informed},
                     {"complete", sheet.complete},
                     {"clean", sheet.clean},
                     {"with_keys", sheet.with_keys},
                     {"asked_late", sheet.asked_late},
                     {"latest_first_word_ms", sheet.latest_first_word.count()},
                     {"longest_silence_ms", sheet.longest_silence.count()},
                     {"seconds_per_call", mean_seconds(sheet.in_all, sheet.calls)},
                     {"seconds_per_person", mean_seconds(sheet.with_people, sheet.people)},
                     {"seconds_per_machine", mean_seconds(sheet.with_recorders, sheet.recorders)},
                     {"message_left", std::move(left)},
                     {"unanswered", reports[i].unanswered}});
    }
    return boost::json::object{{"seed", seed_},
                               {"calls", calls_},
                               {"opening_ms", opening.whole.count()},
                               {"opening_without_opt_out_ms", opening.without_opt_out.count()},
                               {"policies", std::move(all)}};
  }

  std::int64_t calls_ = 10'000;
  std::int64_t seed_ = 1;
  std::int64_t jobs_ = 0;
  std::string policy_;
  std::string file_;
  std::string population_;
  bool json_ = false;
  std::vector<MachinePolicy> policies_;
};

}  // namespace

std::unique_ptr<Command> make_machines_command() { return std::make_unique<MachinesCommand>(); }

}  // namespace courtesy::app
