// What the pace is made of, term by term, against the same sums written out.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "schedule/pace_control.h"

namespace courtesy {
namespace {

using namespace std::chrono_literals;
using Span = std::chrono::duration<double>;

const PaceTarget target{.wait = 60s, .share = 0.8, .callback_share = 0.1};
const CallbackDelay delay;
const Staffing two{.agents = 2, .busy = 0, .leave_in = {}};

PaceNow pace(const CallbackRecord& record, const Staffing& staffing = two) {
  return pace_now(target, 180s, delay, record, staffing).value();
}

double steady(Span handling) { return fastest_pace({2, handling}, target).value().callbacks_per_hour; }

TEST_CASE("what is believed of handling times weighs as much as twenty callbacks") {
  CHECK(mean_handling(180s, {}) == Span{180});
  CHECK(mean_handling(180s, {.handled = 20, .handling = Span{20 * 300}}).count() == doctest::Approx(240));
  CHECK(mean_handling(180s, {.handled = 60, .handling = Span{60 * 300}}).count() == doctest::Approx(270));
}

TEST_CASE("the pace supposes one standard deviation more callbacks than the belief and the record give together") {
  const double believed = 10 / (10 / 0.1) + std::sqrt(10.0) / (10 / 0.1);
  CHECK(pace({}).contacts_per_hour == doctest::Approx(steady(180s) / believed).epsilon(1e-12));
  const double learnt = 210.0 / 1100 + std::sqrt(210.0) / 1100;
  CHECK(pace({.settled = 1000, .callbacks = 200}).contacts_per_hour ==
        doctest::Approx(steady(180s) / learnt).epsilon(1e-12));
}

TEST_CASE("a contact counts for as much as its callback has had time to come") {
  const double learnt = 20.0 / 150 + std::sqrt(20.0) / 150;  // half of a hundred, at the median
  CHECK(pace({.open = {{delay.median, 100}}, .callbacks = 10}).contacts_per_hour ==
        doctest::Approx(steady(180s) / learnt).epsilon(1e-12));
}

TEST_CASE("the handling times seen set the pace") {
  const double believed = 0.1 + std::sqrt(10.0) / 100;
  CHECK(pace({.handled = 20, .handling = Span{20 * 300}}).contacts_per_hour ==
        doctest::Approx(steady(240s) / believed).epsilon(1e-12));
}

TEST_CASE("however many ring back, it is no more than one for each contact") {
  const CallbackRecord flood{.settled = 10, .callbacks = 1000};
  CHECK(pace(flood).contacts_per_hour == doctest::Approx(steady(180s)).epsilon(1e-12));
  // One callback is on its way for certain: fewer than the agents can take. Two would be too many.
  const double coming_soon = delay.come_by(300s) - delay.come_by(120s);
  CallbackRecord one = flood;
  one.open = {{120s, 1 / coming_soon}};
  CHECK(pace(one).hold == PaceHold::none);
  one.open.push_back(one.open.front());
  CHECK(pace(one).hold == PaceHold::callbacks_coming);
}

TEST_CASE("contacts wait when more callbacks come within a handling time than 1.25 times the agents' share and 0.25") {
  const double most = 1.25 * steady(180s) / 3600 * 180 + 0.25;
  const double coming_soon = delay.come_by(300s) - delay.come_by(120s);
  // So long a record that one cohort more changes nothing in what is believed.
  CallbackRecord record{.settled = 1e12, .callbacks = 1e11};
  record.open = {{120s, most / (0.1 * coming_soon) * (1 - 1e-6)}};
  CHECK(pace(record).hold == PaceHold::none);
  record.open = {{120s, most / (0.1 * coming_soon) * (1 + 1e-6)}};
  CHECK(pace(record).hold == PaceHold::callbacks_coming);
}

TEST_CASE("contacts stop when less than nine in ten of their callbacks would come before the agents leave") {
  Staffing staffing = two;
  staffing.leave_in = delay.age_of(0.9);
  CHECK(pace({}, staffing).hold == PaceHold::none);
  *staffing.leave_in -= 1ms;
  CHECK(pace({}, staffing).hold == PaceHold::agents_leaving);
  CHECK(pace({}, staffing).contacts_per_hour == pace({}).contacts_per_hour);
  CHECK(delay.age_of(0.9).count() == doctest::Approx(480 * std::exp(1.2 * 1.2815515655446004)).epsilon(1e-12));
}

TEST_CASE("agents who are all busy say so, and one too many busy is no agent free") {
  CHECK(pace({}, {.agents = 2, .busy = 3, .leave_in = {}}).hold == PaceHold::all_busy);
  CHECK(pace({}, {.agents = 2, .busy = 2, .leave_in = {}}).contacts_per_hour == pace({}).contacts_per_hour);
}

TEST_CASE("nobody rings back before the contact, and a few at once") {
  CHECK(delay.come_by(-1s) == 0);
  CHECK(delay.come_by(-1ms) == 0);
  CHECK(delay.come_by(0s) == 0);
  CHECK(delay.come_by(1s) > 0);
  CHECK(delay.come_by(Span{480 * std::exp(1.2)}) == doctest::Approx(0.841344746).epsilon(1e-8));
}

TEST_CASE("any share below all has an age, and none is reached before its time") {
  for (const double share : {1e-9, 0.1, 0.5, 0.99, 1 - 1e-9, std::nextafter(1.0, 0.0)}) {
    CHECK(delay.come_by(delay.age_of(share)) >= share);
    CHECK(delay.come_by(delay.age_of(share) * (1 - 1e-6)) < share);
  }
}

TEST_CASE("a desk that cannot be has no pace") {
  CHECK_FALSE(pace_now(target, 180s, delay, {}, {.agents = -1, .busy = 0, .leave_in = {}}).ok());
}

}  // namespace
}  // namespace courtesy
