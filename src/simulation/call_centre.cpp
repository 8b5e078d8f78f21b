#include "simulation/call_centre.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <functional>
#include <limits>
#include <vector>

#include "base/random.h"
#include "interlock/capacity.h"
#include "interlock/interlocks.h"
#include "interlock/ordinary_facts.h"

namespace courtesy::simulation {
namespace {

using Span = std::chrono::duration<double>;

constexpr hours day_length{8};
constexpr std::size_t waiting_at_least = 300;
const CapacitySettings believed{.target = {.wait = minutes{1}, .share = centre_target, .callback_share = 0.1},
                                .handling = seconds{180},
                                .delay = {}};

/// Reminders that wait, by the instant at which each is looked at next.
using Waiting = std::vector<Instant>;

class Centre {
 public:
  Centre(const CallCentre& truth, const CentreDays& days)
      : truth_(truth), days_(days), random_(days.seed), free_at_(static_cast<std::size_t>(truth.agents), Instant{}) {}

  Result<void> day(Instant begins) {
    ends_ = begins + day_length;
    coming_.clear();
    came_.clear();
    Waiting waiting(waiting_at_least, begins);
    while (!waiting.empty()) {
      const Instant now = waiting.front();
      if (now >= ends_) break;
      take_callbacks(now);
      TRY(look(waiting, now));
    }
    take_callbacks(Instant::max());
    run_.hours += Span{day_length}.count() / 3600;
    return {};
  }

  const CentreRun& run() const { return run_; }

 private:
  /// One intent unit: all whose time has come, as the dispatcher takes them.
  Result<void> look(Waiting& waiting, Instant now) {
    HouseFacts house = ordinary_house();
    house.now = now;
    house.capacity = TRY(Capacity::at(now, believed, state_, staffing(now), ends_ + hours{16}));
    while (!waiting.empty() && waiting.front() <= now) {
      std::ranges::pop_heap(waiting, std::greater<>());
      const Decision decision = ask(house);
      if (decision.kind == DecisionKind::allow) {
        house.capacity->count();
        make_contact(now);
        waiting.back() = now;  // another reminder becomes due
      } else {
        house.capacity->give_turn(decision.until);
        waiting.back() = decision.until;
      }
      std::ranges::push_heap(waiting, std::greater<>());
    }
    state_ = house.capacity->state();
    return {};
  }

  static Decision ask(const HouseFacts& house) {
    static const Due due{};
    DueFacts facts = ordinary_facts();
    facts.starts_at = house.now + hours{48};
    facts.max_lateness = minutes{std::numeric_limits<int>::max()};
    return capacity(due, house, facts);
  }

  Staffing staffing(Instant now) const {
    Staffing staffing{.agents = truth_.agents, .busy = 0, .leave_in = Span{ends_ - now}};
    if (days_.tells == DeskTells::everything) {
      staffing.busy = static_cast<int>(std::ranges::count_if(free_at_, [now](Instant at) { return at > now; }));
    } else {
      const Instant since = now - std::chrono::duration_cast<milliseconds>(believed.handling);
      const auto recent = std::ranges::count_if(came_, [since](Instant at) { return at > since; });
      staffing.busy = static_cast<int>(std::min<std::ptrdiff_t>(recent, truth_.agents));
    }
    return staffing;
  }

  void make_contact(Instant now) {
    ++run_.contacts;
    if (!random_.chance(truth_.callback_share)) return;
    const double delay = believed.delay.median.count() * std::exp(believed.delay.sigma * random_.normal());
    coming_.push_back(now + milliseconds{std::llround(delay * 1000)});
    std::ranges::push_heap(coming_, std::greater<>());
  }

  /// The agents say how long each callback took, once it has ended.
  void end_callbacks(Instant until) {
    while (!ending_.empty() && ending_.front().first <= until) {
      if (days_.tells == DeskTells::everything) state_.memory.handled(ending_.front().second);
      std::ranges::pop_heap(ending_, std::greater<>());
      ending_.pop_back();
    }
  }

  void take_callbacks(Instant until) {
    end_callbacks(until);
    while (!coming_.empty() && coming_.front() <= until) {
      const Instant at = coming_.front();
      std::ranges::pop_heap(coming_, std::greater<>());
      coming_.pop_back();
      ++run_.callbacks;
      state_.memory.callback();
      came_.push_back(at);
      while (came_.front() < at - hours{1}) came_.pop_front();
      if (at >= ends_) {
        ++run_.after_hours;
      } else {
        answer(at);
      }
    }
  }

  Span draw_handling() {
    const double mean = static_cast<double>(truth_.handling.count());
    if (days_.times == HandlingTimes::exponential) return Span{-mean * std::log(1 - random_.unit())};
    constexpr double sigma = 0.8;
    return Span{mean * std::exp(sigma * random_.normal() - sigma * sigma / 2)};
  }

  void answer(Instant at) {
    const auto agent = std::ranges::min_element(free_at_);
    const Instant answered = std::max(at, *agent);
    const Span length = draw_handling();
    *agent = answered + std::chrono::round<milliseconds>(length);
    ending_.emplace_back(*agent, length);
    std::ranges::push_heap(ending_, std::greater<>());
    if (answered - at <= minutes{1}) ++run_.in_time;
  }

  CallCentre truth_;
  CentreDays days_;
  SeededRandom random_;
  std::vector<Instant> free_at_;
  std::vector<Instant> coming_;  // a heap
  std::deque<Instant> came_;
  std::vector<std::pair<Instant, Span>> ending_;  // a heap: when, and how long it took
  Instant ends_{};
  CapacityState state_{.permits = 0, .at = {}, .turns = Turns(Instant{}), .memory = {}};
  CentreRun run_;
};

}  // namespace

std::span<const CallCentre> call_centres() {
  using std::chrono::seconds;
  static const std::array<CallCentre, 9> all{{{0.1, seconds{180}, 2},
                                              {0.2, seconds{180}, 2},
                                              {0.3, seconds{180}, 2},
                                              {0.05, seconds{180}, 2},
                                              {0.1, seconds{300}, 2},
                                              {0.2, seconds{300}, 2},
                                              {0.1, seconds{120}, 2},
                                              {0.1, seconds{180}, 1},
                                              {0.1, seconds{180}, 5}}};
  return all;
}

CentreRun& CentreRun::operator+=(const CentreRun& other) {
  contacts += other.contacts;
  callbacks += other.callbacks;
  in_time += other.in_time;
  after_hours += other.after_hours;
  hours += other.hours;
  return *this;
}

double ideal_pace(const CallCentre& centre) {
  PaceTarget known = believed.target;
  known.callback_share = centre.callback_share;
  return fastest_pace({centre.agents, centre.handling}, known).value().contacts_per_hour;
}

Result<CentreRun> run_centre(const CallCentre& truth, const CentreDays& days) {
  Centre centre(truth, days);
  const Instant first = parse_instant("2026-06-01T12:00:00Z").value();
  for (int day = 0; day < days.days; ++day) TRY(centre.day(first + std::chrono::days{day}));
  return centre.run();
}

}  // namespace courtesy::simulation
