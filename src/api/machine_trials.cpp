#include "api/machine_trials.h"

#include <atomic>
#include <boost/json.hpp>

#include "api/answer.h"
#include "schedule/rule.h"

namespace courtesy::api {
namespace {

double share(std::int64_t some, std::int64_t all) {
  return all == 0 ? 0 : static_cast<double>(some) / static_cast<double>(all);
}
double seconds_of(milliseconds time) { return static_cast<double>(time.count()) / 1000; }
double mean(milliseconds sum, std::int64_t count) {
  return count == 0 ? 0 : seconds_of(sum) / static_cast<double>(count);
}

boost::json::object told(Machines way, const MachineFigures& figures) {
  return {{"way", to_string(way)},
          {"people", figures.people},
          {"machines", figures.machines},
          {"people_right", share(figures.people_right, figures.people)},
          {"complete", share(figures.complete, figures.machines)},
          {"with_keys", share(figures.with_keys, figures.machines)},
          {"longest_silence", seconds_of(figures.silence)},
          {"first_word", seconds_of(figures.first_word)},
          {"call_seconds", mean(figures.in_all, figures.calls)},
          {"machine_seconds", mean(figures.with_machines, figures.machines)}};
}

}  // namespace

/// One way, played. What is atomic is shared with the helper's thread while it plays.
struct MachineTrials::Run {
  std::atomic<int> percent = 0;
  std::atomic<bool> called_off = false;
  std::optional<Result<MachineFigures>> ended{};
};

MachineTrials::~MachineTrials() {
  if (run_) run_->called_off = true;
}

http::Response MachineTrials::tell() {
  if (!settings_.machines.play) return problem({ErrorCode::not_found, "Nothing is played here."});
  if (!run_) next();
  const bool done = over_.size() == all_machines.size();
  boost::json::array ways;
  for (std::size_t i = 0; i < over_.size(); ++i) ways.push_back(told(all_machines[i], over_[i]));
  boost::json::object answer{{"state", failed_ ? "failed"
                                       : done  ? "done"
                                               : "running"},
                             {"percent", percent()},
                             {"problem", nullptr},
                             {"calls", settings_.machines.calls},
                             {"seed", static_cast<std::int64_t>(settings_.machines.seed)},
                             {"usual", to_string(Rule{}.machines)},
                             {"ways", std::move(ways)}};
  if (failed_) answer["problem"] = failed_->message;
  return json(answer);
}

int MachineTrials::percent() const {
  const int running = over_.size() < all_machines.size() && run_ ? run_->percent.load() : 0;
  return (static_cast<int>(over_.size()) * 100 + running) / static_cast<int>(all_machines.size());
}

void MachineTrials::next() {
  if (over_.size() == all_machines.size()) return;
  run_ = std::make_shared<Run>();
  loop_.aside(
      [run = run_, way = all_machines[over_.size()], play = settings_.machines.play] {
        run->ended = play(way, [&run](int percent) {
          run->percent = percent;
          return !run->called_off;
        });
      },
      [this, run = run_] {
        if (!run->ended->ok()) {
          failed_ = run->ended->error();
          return;
        }
        over_.push_back(**run->ended);
        next();
      });
}

}  // namespace courtesy::api
