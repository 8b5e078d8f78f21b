// Budget, an account's pace and its desk at the edges of their rules, and what a fold uses up of them.
#include <doctest/doctest.h>

#include "interlock/interlocks.h"
#include "interlock/judge.h"
#include "interlock/ordinary_facts.h"

namespace courtesy {
namespace {

using namespace std::chrono_literals;

const Instant now = ordinary_house().now;

const CapacitySettings usual{
    .target = {.wait = 60s, .share = 0.8, .callback_share = 0.1}, .handling = 180s, .delay = {}};
constexpr Staffing two{.agents = 2, .busy = 0, .leave_in = {}};
constexpr Staffing nobody{.agents = 0, .busy = 0, .leave_in = {}};

CapacityState with_permits(double permits, Instant at = now) {
  return {.permits = permits, .at = at, .turns = Turns(Instant{}), .memory = {}};
}

Capacity desk(CapacityState state, const Staffing& staffing, std::optional<Instant> agents_from = {}) {
  return Capacity::at(now, usual, std::move(state), staffing, agents_from).value();
}

TEST_CASE("a limit is spread evenly over its window, but for a sixtieth that may go out at once") {
  const auto each = [](int contacts, seconds window) { return SpacedLimit(contacts, window, Instant{}).each(); };
  CHECK(each(1, 60s) == 60s);
  CHECK(each(7, 60s) == 8572ms);   // a seventh, rounded up
  CHECK(each(59, 60s) == 1017ms);  // one at once
  CHECK(each(60, 60s) == 1s);
  CHECK(each(119, 60s) == 505ms);  // still one
  CHECK(each(120, 60s) == 505ms);  // two, and 119 intervals
  CHECK(each(600, 1h) == 6092ms);  // ten, and 591 intervals
}

TEST_CASE("so many at once as the limit has, then one after the other") {
  SpacedLimit limit(120, 60s, Instant{});
  CHECK(limit.next(now) == now);
  limit.count(now);
  CHECK(limit.next(now) == now);
  limit.count(now);
  CHECK(limit.next(now) == now + 505ms);
  CHECK(limit.line() == now + 1010ms);
}

TEST_CASE("without a limit nothing is waited for; of several the slower sets place and distance") {
  AccountPace pace{.limits = {}, .turns = Turns(Instant{})};
  CHECK(pace.free(now));
  CHECK(pace.places(now).from == now);
  CHECK(pace.places(now).each == 0ms);
  CHECK_FALSE(pace.changed);
  pace.limits = {SpacedLimit(60, 60s, Instant{}), SpacedLimit(60, 1h, Instant{})};
  pace.count(now);
  CHECK(pace.changed);
  CHECK_FALSE(pace.free(now));
  CHECK(pace.places(now).from == now + 60s);
  CHECK(pace.places(now).each == 60s);
  CHECK_FALSE(pace.free(now + 60s - 1ms));
  CHECK(pace.free(now + 60s));
  pace.changed = false;
  pace.give_turn(now + 2min);
  CHECK(pace.changed);
  CHECK(pace.turns.last() == now + 2min);
}

TEST_CASE("a budget may be spent to its last contact and its last coin") {
  Budget budget{.limits = {{.contacts = 2, .money = {}, .made = 1, .spent = 0, .renewed = now + 9h}},
                .prices = {5, 3, 1}};
  CHECK_FALSE(budget.exhausted_until(Channel::call));
  budget.count(Channel::call);
  CHECK(budget.exhausted_until(Channel::call) == now + 9h);
  CHECK(budget.limits[0].made == 2);
  CHECK(budget.limits[0].spent == 5);
  CHECK(budget.counted == 1);
  CHECK(budget.cost == 5);
  budget.limits = {{.contacts = {}, .money = 10, .made = 99, .spent = 5, .renewed = now + 9h}};
  CHECK_FALSE(budget.exhausted_until(Channel::call));
  budget.limits[0].spent = 6;
  CHECK(budget.exhausted_until(Channel::call) == now + 9h);
  CHECK_FALSE(budget.exhausted_until(Channel::text));
  budget.limits.push_back({.contacts = 1, .money = {}, .made = 1, .spent = 0, .renewed = now + 5h});
  CHECK(budget.exhausted_until(Channel::call) == now + 9h);
  CHECK(budget.exhausted_until(Channel::email) == now + 5h);
}

TEST_CASE("permits grow with the time at the pace, to what may go out at once") {
  const double an_hour = desk(with_permits(0), two).pace().contacts_per_hour;
  CHECK(desk(with_permits(1, now - 10s), two).state().permits == doctest::Approx(1 + an_hour / 360).epsilon(1e-6));
  CHECK(desk(with_permits(1, now - 10s), two).state().at == now);
  const Capacity full = desk(with_permits(4.9, now - 1h), two);
  CHECK(full.state().permits == full.pace().at_once);
  CHECK(desk(with_permits(full.pace().at_once + 1), two).state().permits == full.pace().at_once);
  CHECK(desk(with_permits(3, now + 1h), two).state().permits == 3);
}

TEST_CASE("a permit is one contact, and less than one is none") {
  Capacity capacity = desk(with_permits(1), two);
  CHECK(capacity.free());
  CHECK_FALSE(capacity.changed());
  capacity.count();
  CHECK_FALSE(capacity.free());
  CHECK(capacity.changed());
  CHECK(capacity.state().permits == 0);
  CHECK(capacity.state().memory.record(now).open.size() == 1);
  CHECK_FALSE(desk(with_permits(0.999), two).free());
}

TEST_CASE("the next place is free when what is missing of a permit has come, a moment later at the earliest") {
  const auto each = [](const Capacity& capacity) { return capacity.places().each; };
  const Capacity none = desk(with_permits(0), two);
  CHECK(each(none) == milliseconds{static_cast<std::int64_t>(3'600'000 / none.pace().contacts_per_hour)});
  CHECK(none.places().from == now + each(none) + 1ms);
  CHECK(desk(with_permits(0.5), two).places().from == now + each(none) / 2 + 1ms);
  CHECK(desk(with_permits(5), two).places().from == now + 1ms);
}

TEST_CASE("without a pace places are ten hours apart, and a busy desk says its own") {
  const Capacity empty = desk(with_permits(5), nobody);
  CHECK(empty.places().each == 10h);
  CHECK(empty.places().from == now + 5min);
  CHECK(desk(with_permits(5), nobody, now + 15h).places().from == now + 15h);
  const Capacity busy = desk(with_permits(5), {.agents = 2, .busy = 2, .leave_in = {}});
  CHECK_FALSE(busy.free());
  CHECK(busy.places().from == now + 15s);
  CHECK(busy.places().each == desk(with_permits(5), two).places().each);
}

TEST_CASE("contacts whose callbacks are awaited no more are a number when the desk is asked for") {
  CapacityState state = with_permits(0);
  state.memory.contact(now - 5h);
  const Capacity capacity = desk(std::move(state), two);
  CHECK(capacity.state().memory.record(now).settled == 1);
}

TEST_CASE("a turn given is the last one, and something to write") {
  Capacity capacity = desk(with_permits(0), two);
  capacity.give_turn(now + 3min);
  CHECK(capacity.changed());
  CHECK(capacity.turns().last() == now + 3min);
}

TEST_CASE("settings that cannot be reckoned with are an error") {
  CapacitySettings spoilt = usual;
  spoilt.target.share = 2;
  CHECK_FALSE(Capacity::at(now, spoilt, with_permits(0), two, {}).ok());
}

/// A fold in which one interlock answers so, whatever is asked.
Judge answering(const Decision& decision, const HouseFacts& house = ordinary_house()) {
  return {house, {{"always", [decision](const Due&, const HouseFacts&, const DueFacts&) { return decision; }}}};
}

TEST_CASE("a turn behind the lateness of a reminder is a drop now; any other wait goes to the last useful moment") {
  const DueFacts facts = ordinary_facts();  // 2 h late at most, and tomorrow's appointment
  for (const Reason reason : {Reason::capacity, Reason::account_pace, Reason::budget}) {
    DueFacts at_last = facts;
    CHECK(answering(defer(now + 2h, reason)).ask(ordinary_due(), at_last) == defer(now + 2h, reason));
    DueFacts later = facts;
    CHECK(answering(defer(now + 2h + 1ms, reason)).ask(ordinary_due(), later) == drop(reason));
  }
  for (const Reason reason : {Reason::line_pace, Reason::stopped, Reason::outside_hours}) {
    DueFacts later = facts;
    CHECK(answering(defer(now + 2h + 1ms, reason)).ask(ordinary_due(), later) == defer(now + 2h + 1ms, reason));
  }
}

TEST_CASE("what a person has released waits its turn, however late it is, up to the appointment") {
  Due released = ordinary_due();
  released.approved = true;
  released.send_at = now - 3h;  // 2 h late at most
  const DueFacts facts = ordinary_facts();
  const Instant last = facts.starts_at - facts.min_lead;
  for (const Reason reason : {Reason::capacity, Reason::account_pace, Reason::budget}) {
    DueFacts asked = facts;
    CHECK(answering(defer(last, reason)).ask(released, asked) == defer(last, reason));
    CHECK(answering(defer(last + 1ms, reason)).ask(released, asked) == drop(reason));
  }
}

TEST_CASE("a turn is given by the pace that made it wait, and by no other") {
  HouseFacts house = ordinary_house();
  house.capacity = desk(with_permits(5), two);
  const auto after = [&](const Decision& decision) {
    Judge fold = answering(decision, house);
    DueFacts facts = ordinary_facts();
    fold.ask(ordinary_due(), facts);
    return std::pair(fold.house().account_pace.changed, fold.house().capacity->changed());
  };
  using Changed = std::pair<bool, bool>;
  CHECK(after(defer(now + 1min, Reason::account_pace)) == Changed{true, false});
  CHECK(after(defer(now + 1min, Reason::capacity)) == Changed{false, true});
  CHECK(after(defer(now + 1min, Reason::line_pace)) == Changed{false, false});
  CHECK(after(hold(Reason::capacity)) == Changed{false, false});
  CHECK(after(hold(Reason::account_pace)) == Changed{false, false});
  DueFacts facts = ordinary_facts();
  CHECK(answering(defer(now + 1min, Reason::capacity)).ask(ordinary_due(), facts).kind == DecisionKind::defer);
}

TEST_CASE("what leaves is counted by the budget, the pace and the desk") {
  HouseFacts house = ordinary_house();
  house.capacity = desk(with_permits(5), two);
  house.account_pace.limits = {SpacedLimit(1, 60s, Instant{})};
  Judge fold(house);
  fold.count(ordinary_due(), ordinary_facts());
  CHECK(fold.house().budget.counted == 1);
  CHECK_FALSE(fold.house().account_pace.free(now));
  CHECK(fold.house().capacity->state().permits == 4);
  Judge without(ordinary_house());
  without.count(ordinary_due(), ordinary_facts());
  CHECK(without.house().budget.counted == 1);
}

}  // namespace
}  // namespace courtesy
