#include "schedule/pace_control.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <vector>

#include "base/random.h"

namespace courtesy {
namespace {

using namespace std::chrono_literals;
using Span = std::chrono::duration<double>;

const PaceTarget target{.wait = 60s, .share = 0.8, .callback_share = 0.1};
const CallbackDelay delay;

PaceNow pace(const CallbackRecord& record, const Staffing& staffing) {
  return pace_now(target, 180s, delay, record, staffing).value();
}

TEST_CASE("half of the callbacks have come by the median, and the ages turn back into shares") {
  CHECK(delay.come_by(480s) == doctest::Approx(0.5));
  CHECK(delay.come_by(0s) == 0);
  CHECK(delay.come_by(delay.age_of(0.9)) == doctest::Approx(0.9));
}

TEST_CASE("nobody signed in: nothing goes out") {
  const PaceNow now = pace({}, {.agents = 0, .busy = 0, .leave_in = {}});
  CHECK(now.contacts_per_hour == 0);
  CHECK(now.hold == PaceHold::no_agents);
}

TEST_CASE("nothing new goes out while every agent is busy") {
  CHECK(pace({}, {.agents = 2, .busy = 1, .leave_in = {}}).hold == PaceHold::none);
  CHECK(pace({}, {.agents = 2, .busy = 2, .leave_in = {}}).hold == PaceHold::all_busy);
}

TEST_CASE("contacts stop before the agents leave, so that their callbacks still meet one") {
  CHECK(pace({}, {.agents = 2, .busy = 0, .leave_in = 60min}).hold == PaceHold::none);
  CHECK(pace({}, {.agents = 2, .busy = 0, .leave_in = 30min}).hold == PaceHold::agents_leaving);
}

TEST_CASE("many contacts just made hold the next ones back until their callbacks have come") {
  const std::vector<Span> just_now(100, Span{120});
  CHECK(pace({.ages = just_now}, {.agents = 2, .busy = 0, .leave_in = {}}).hold == PaceHold::callbacks_coming);
}

TEST_CASE("more callbacks than believed slow the pace, fewer let it go faster") {
  const Staffing two{.agents = 2, .busy = 0, .leave_in = {}};
  const double usual = pace({.settled = 1000, .callbacks = 100}, two).contacts_per_hour;
  CHECK(pace({.settled = 1000, .callbacks = 200}, two).contacts_per_hour < 0.6 * usual);
  CHECK(pace({.settled = 1000, .callbacks = 50}, two).contacts_per_hour > 1.7 * usual);
}

/// A callback centre with its own idea of callbacks and handling, of which the control knows only what it sees.
class Centre {
 public:
  struct Truth {
    double callback_share;
    double handling;
    int agents;
  };

  Centre(Truth truth, std::uint64_t seed) : truth_(truth), random_(seed), free_at_(truth.agents, 0.0) {}

  void day(double length) {
    ages_.clear();
    contacts_at_.clear();
    coming_.clear();
    std::ranges::fill(free_at_, 0.0);
    double tokens = 0;
    for (double now = 0; now < length; now += step) {
      take_callbacks(now);
      const PaceNow pace = pace_at(now);
      tokens = std::min(5.0, tokens + pace.contacts_per_hour * step / 3600);
      if (pace.hold == PaceHold::none && tokens >= 1) {
        tokens -= 1;
        make_contact(now);
      }
    }
    take_callbacks(length);
    settled_ += static_cast<std::int64_t>(contacts_at_.size());
    hours_ += length / 3600;
  }

  double share_in_time() const { return static_cast<double>(in_time_) / static_cast<double>(callbacks_); }
  double contacts_per_hour() const { return static_cast<double>(contacts_) / hours_; }

 private:
  static constexpr double step = 20;

  PaceNow pace_at(double now) {
    ages_.clear();
    for (const double at : contacts_at_) ages_.emplace_back(now - at);
    const auto busy = std::ranges::count_if(free_at_, [now](double at) { return at > now; });
    return pace_now(target, 180s, delay,
                    {.settled = settled_,
                     .ages = ages_,
                     .callbacks = callbacks_,
                     .handled = callbacks_,
                     .handling = Span{spent_}},
                    {.agents = truth_.agents, .busy = static_cast<int>(busy), .leave_in = {}})
        .value();
  }

  void make_contact(double now) {
    ++contacts_;
    contacts_at_.push_back(now);
    while (contacts_at_.front() < now - 4 * 3600) {
      contacts_at_.pop_front();
      ++settled_;
    }
    if (!random_.chance(truth_.callback_share)) return;
    coming_.push_back(now + delay.median.count() * std::exp(delay.sigma * random_.normal()));
    std::ranges::push_heap(coming_, std::greater<>());
  }

  void take_callbacks(double until) {
    while (!coming_.empty() && coming_.front() <= until) {
      const double at = coming_.front();
      std::ranges::pop_heap(coming_, std::greater<>());
      coming_.pop_back();
      const auto agent = std::ranges::min_element(free_at_);
      const double answered = std::max(at, *agent);
      const double length = -truth_.handling * std::log(1 - random_.unit());
      *agent = answered + length;
      ++callbacks_;
      spent_ += length;
      if (answered - at <= target.wait.count()) ++in_time_;
    }
  }

  Truth truth_;
  SeededRandom random_;
  std::vector<double> free_at_;
  std::deque<double> contacts_at_;
  std::vector<double> coming_;
  std::vector<Span> ages_;
  std::int64_t settled_ = 0;
  std::int64_t contacts_ = 0;
  std::int64_t callbacks_ = 0;
  std::int64_t in_time_ = 0;
  double spent_ = 0;
  double hours_ = 0;
};

TEST_CASE("callers are answered in time whatever the callbacks are like, at no less than 70 % of the ideal pace") {
  for (const Centre::Truth truth :
       {Centre::Truth{0.1, 180, 2}, Centre::Truth{0.2, 180, 2}, Centre::Truth{0.3, 180, 2}, Centre::Truth{0.1, 300, 2},
        Centre::Truth{0.2, 300, 2}, Centre::Truth{0.1, 180, 1}}) {
    Centre centre(truth, 20260101);
    for (int day = 0; day < 5; ++day) centre.day(8 * 3600);
    const PaceTarget known{.wait = target.wait, .share = target.share, .callback_share = truth.callback_share};
    const double ideal = fastest_pace({truth.agents, Span{truth.handling}}, known).value().contacts_per_hour;
    INFO("callbacks ", truth.callback_share, ", handling ", truth.handling, ", agents ", truth.agents, ": ",
         centre.share_in_time(), " in time at ", centre.contacts_per_hour(), " of ", ideal, " an hour");
    CHECK(centre.share_in_time() >= target.share - 0.02);
    CHECK(centre.contacts_per_hour() >= 0.7 * ideal);
  }
}

}  // namespace
}  // namespace courtesy
