// Budget, the account's pace, capacity.
#include <doctest/doctest.h>

#include "interlock/interlocks.h"
#include "interlock/ordinary_facts.h"

using namespace courtesy;
using namespace std::chrono_literals;

namespace {

const CapacitySettings usual{
    .target = {.wait = 60s, .share = 0.8, .callback_share = 0.1}, .handling = 180s, .delay = {}};

CapacityState fresh(double permits) {
  return {.permits = permits, .at = ordinary_house().now, .turns = Turns(Instant{}), .memory = {}};
}

Capacity desk(CapacityState state, Staffing staffing, std::optional<Instant> agents_from = {}) {
  return Capacity::at(ordinary_house().now, usual, std::move(state), staffing, agents_from).value();
}

constexpr Staffing two{.agents = 2, .busy = 0, .leave_in = {}};

HouseFacts with(Capacity capacity) {
  HouseFacts house = ordinary_house();
  house.capacity = std::move(capacity);
  return house;
}

Decision asked(const HouseFacts& house) { return capacity(ordinary_due(), house, ordinary_facts()); }

}  // namespace

TEST_CASE("an account that does not pace by its agents is not held back") { CHECK(asked(ordinary_house()) == allow()); }

TEST_CASE("contacts go out while there are permits, and then one by one at the pace") {
  HouseFacts house = with(desk(fresh(2), two));
  const Instant now = house.now;
  CHECK(asked(house) == allow());
  house.capacity->count();
  CHECK(asked(house) == allow());
  house.capacity->count();
  const Decision wait = asked(house);
  CHECK(wait.kind == DecisionKind::defer);
  CHECK(wait.reason == Reason::capacity);
  const auto each = 3600s / house.capacity->pace().contacts_per_hour;
  CHECK(std::chrono::duration<double>(wait.until - now).count() == doctest::Approx(each.count()).epsilon(0.001));
  // At that moment there is one, and not two.
  CapacityState kept = house.capacity->state();
  HouseFacts later = ordinary_house();
  later.capacity = Capacity::at(wait.until, usual, kept, two, {}).value();
  CHECK(asked(later) == allow());
  later.capacity->count();
  CHECK(asked(later).kind == DecisionKind::defer);
}

TEST_CASE("a night fills the bucket with what may go out at once, and a clock set back with none") {
  CapacityState state = fresh(0);
  state.at = ordinary_house().now - 12h;
  const Capacity morning = desk(state, two);
  CHECK(morning.state().permits == morning.pace().at_once);
  CHECK(morning.state().permits >= 5);
  CHECK(morning.state().permits < 10);
  state.at = ordinary_house().now + 12h;
  CHECK(desk(state, two).state().permits == 0);
}

TEST_CASE("those that wait are looked at one after the other, ten minutes from the first at most") {
  HouseFacts house = with(desk(fresh(0), two));
  Instant last = house.now;
  std::vector<Instant> turns;
  for (int i = 0; i < 200; ++i) {
    turns.push_back(asked(house).until);
    house.capacity->give_turn(turns.back());
  }
  for (const Instant turn : turns) {
    CHECK(turn >= last);
    last = turn;
  }
  CHECK(turns[1] > turns[0]);
  CHECK(turns.back() == turns.front() + 10min);
}

TEST_CASE("a turn behind the last useful moment is that moment; a desk that opens later is no turn") {
  DueFacts facts = ordinary_facts();
  facts.max_lateness = minutes{4};
  HouseFacts house = with(desk(fresh(0), two));
  house.capacity->give_turn(house.now + 8min);
  CHECK(capacity(ordinary_due(), house, facts) == defer(house.now + 4min, Reason::capacity));
  house = with(desk(fresh(5), {.agents = 0, .busy = 0, .leave_in = {}}, house.now + 15h));
  CHECK(capacity(ordinary_due(), house, facts) == defer(house.now + 15h, Reason::capacity));
}

TEST_CASE("nobody there: nothing goes out until somebody comes; where that is not known, it is asked again soon") {
  const Staffing nobody{.agents = 0, .busy = 0, .leave_in = {}};
  const Instant now = ordinary_house().now;
  CHECK(asked(with(desk(fresh(5), nobody, now + 15h))) == defer(now + 15h, Reason::capacity));
  CHECK(asked(with(desk(fresh(5), nobody))) == defer(now + 5min, Reason::capacity));
  CHECK(asked(with(desk(fresh(5), nobody, now))) == defer(now + 5min, Reason::capacity));
}

TEST_CASE("soon before the agents leave nothing goes out any more") {
  const Instant now = ordinary_house().now;
  CHECK(asked(with(desk(fresh(5), {.agents = 2, .busy = 0, .leave_in = 30min}, now + 16h))) ==
        defer(now + 16h, Reason::capacity));
  CHECK(asked(with(desk(fresh(5), {.agents = 2, .busy = 0, .leave_in = 60min}, now + 16h))) == allow());
}

TEST_CASE("a busy desk is looked at again soon") {
  const Instant now = ordinary_house().now;
  CHECK(asked(with(desk(fresh(5), {.agents = 2, .busy = 2, .leave_in = {}}))) == defer(now + 15s, Reason::capacity));
}

TEST_CASE("contacts just made close the gate within the same fold") {
  CapacityState state = fresh(5);
  for (int i = 0; i < 80; ++i) state.memory.contact(ordinary_house().now - 3min);
  HouseFacts house = with(desk(state, two));
  while (asked(house) == allow() && house.capacity->state().permits > 0) house.capacity->count();
  CHECK(house.capacity->state().permits >= 1);
  CHECK(house.capacity->pace().hold == PaceHold::callbacks_coming);
}

TEST_CASE("nothing counted and no turn given is nothing to write") {
  Capacity capacity = desk(fresh(5), two);
  CHECK_FALSE(capacity.changed());
  capacity.give_turn(ordinary_house().now);
  CHECK(capacity.changed());
}

TEST_CASE("at most so many contacts in any window, and as many as that") {
  for (const auto& [contacts, window] :
       std::vector<std::pair<int, seconds>>{{1, 60s}, {7, 60s}, {60, 60s}, {600, 60s}, {10, 1h}, {200, 1h}}) {
    SpacedLimit limit(contacts, window, Instant{});
    std::vector<Instant> made;
    for (Instant now = ordinary_house().now; now < ordinary_house().now + 3 * window; now = limit.next(now)) {
      limit.count(now);
      made.push_back(now);
    }
    for (std::size_t i = static_cast<std::size_t>(contacts); i < made.size(); ++i) {
      CHECK(made[i] - made[i - static_cast<std::size_t>(contacts)] >= window);
    }
    CHECK(static_cast<double>(made.size()) >= 2.9 * contacts);
  }
}

TEST_CASE("an account's pace makes those wait that are too many, by the slower of its limits") {
  HouseFacts house = ordinary_house();
  CHECK(account_pace(ordinary_due(), house, ordinary_facts()) == allow());
  house.account_pace.limits = {SpacedLimit(10, 60s, Instant{}), SpacedLimit(60, 1h, Instant{})};
  CHECK(account_pace(ordinary_due(), house, ordinary_facts()) == allow());
  house.account_pace.count(house.now);
  const Decision wait = account_pace(ordinary_due(), house, ordinary_facts());
  CHECK(wait == defer(house.now + 60s, Reason::account_pace));
  house.account_pace.give_turn(wait.until);
  CHECK(account_pace(ordinary_due(), house, ordinary_facts()).until == house.now + 90s);
}

TEST_CASE("a budget that is spent waits for the next day or month, whichever is later of those that are used up") {
  HouseFacts house = ordinary_house();
  const Instant tomorrow = house.now + 9h;
  const Instant next_month = house.now + 480h;
  CHECK(budget(ordinary_due(), house, ordinary_facts()) == allow());
  house.budget.limits = {
      {.contacts = 2, .money = {}, .made = 1, .spent = 0, .renewed = tomorrow},
      {.contacts = {}, .money = 100'000, .made = 1, .spent = 40'000, .renewed = next_month},
  };
  house.budget.prices = {60'000, 8'000, 0};
  CHECK(budget(ordinary_due(), house, ordinary_facts()) == allow());
  house.budget.count(Channel::text);
  CHECK(budget(ordinary_due(), house, ordinary_facts()) == defer(next_month, Reason::budget));
  Due text = ordinary_due();
  text.key.channel = Channel::text;
  CHECK(budget(text, house, ordinary_facts()) == defer(tomorrow, Reason::budget));
  CHECK(house.budget.counted == 1);
  CHECK(house.budget.cost == 8'000);
}
