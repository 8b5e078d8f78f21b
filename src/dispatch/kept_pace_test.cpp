// An account's pace, agents, people who ring back: as they are kept.
#include <doctest/doctest.h>

#include <span>

#include "interlock/judge.h"
#include "store/attempts.h"
#include "store/capacity.h"
#include "store/ledger.h"
#include "store/progress.h"
#include "store/recipients.h"
#include "store/ring_backs.h"
#include "store/sqlite/test_house.h"
#include "store/staffing.h"

using namespace courtesy;
using namespace std::chrono_literals;

namespace {

/// It is Tuesday, 10:00, and two agents are there until 17:00.
class PacedHouse : public TestHouse {
 public:
  explicit PacedHouse(const PacingSettings& pacing) {
    write([&](Unit& unit) -> Result<void> {
      TRY(unit.agents().set_shifts(parse_staff_shifts("mon-fri 08:00-17:00 2").value()));
      return unit.pacing().set(pacing);
    });
  }
  /// Somebody's call goes out, as a fold counts and keeps it.
  AttemptId contact(const std::string& number = "+12125550123", const std::string& recipient = {}) {
    AttemptId made{};
    intake::Booked booking = booked("u" + std::to_string(++contacts_), "2026-06-10T10:00", number);
    if (!recipient.empty()) booking.email = recipient;
    import({booking});
    write([&](Unit& unit) -> Result<void> {
      const auto appointment = TRY(unit.appointments().find("clinic.ics", booking.uid, ""));
      const Due due = TRY(unit.queue().get(TRY(unit.queue().of(appointment->id)).at(0).key));
      const Facts facts = TRY(unit.facts(std::span(&due, 1)));
      Judge judge(facts.house);
      judge.count(due, facts.each[0]);
      TRY(unit.pacing().keep(judge.house()));
      Attempt attempt;
      attempt.id = made = TRY(unit.attempts().next_id());
      attempt.reminder = due.key;
      attempt.client = due.client;
      attempt.recipient = recipient.empty() ? number : recipient;
      attempt.intended_at = unit.now();
      TRY(unit.recipients().reserve(std::vector{reservation_of(attempt, due, facts.each[0])}));
      return unit.attempts().add(std::vector{attempt});
    });
    return made;
  }
  void pass(milliseconds wait) { time.run_until(time.now() + wait); }
  CallbackRecord record() {
    return read<CallbackRecord>(
        [](Unit& unit) -> Result<CallbackRecord> { return TRY(unit.pacing().memory()).record(unit.now()); });
  }
  PacingFacts facts() {
    return read<PacingFacts>([](Unit& unit) { return unit.pacing().facts(); });
  }
  bool rings(const std::string& number) {
    bool counted = false;
    write([&](Unit& unit) -> Result<void> {
      counted = TRY(unit.ring_backs().came_in(number));
      return {};
    });
    return counted;
  }

 private:
  int contacts_ = 0;
};

double contacts_of(const CallbackRecord& record) {
  double all = record.settled;
  for (const auto& cohort : record.open) all += cohort.contacts;
  return all;
}

}  // namespace

TEST_CASE("an account without a pace is not paced, and nothing is written for it") {
  TestHouse house;
  const auto facts = house.read<PacingFacts>([](Unit& unit) { return unit.pacing().facts(); });
  CHECK_FALSE(facts.capacity);
  CHECK(facts.account_pace.limits.empty());
  CHECK(facts.budget.limits.empty());
  house.write([](Unit& unit) -> Result<void> {
    CHECK_FALSE(unit.pacing().settings().value().by_agents);
    return {};
  });
}

TEST_CASE("settings are kept as they were set, and what cannot be is refused") {
  PacingSettings set{.by_agents = true,
                     .handling = 150s,
                     .callback_share = 0.125,
                     .wait = 30s,
                     .wait_share = 0.9,
                     .per_minute = 10,
                     .per_hour = 200,
                     .day_contacts = 500,
                     .month_contacts = 5000,
                     .day_money = 20'000'000,
                     .month_money = 300'000'000,
                     .prices = {40'000, 8'300, 0}};
  PacedHouse house(set);
  const auto kept = house.read<PacingSettings>([](Unit& unit) { return unit.pacing().settings(); });
  CHECK(kept.by_agents);
  CHECK(kept.handling == 150s);
  CHECK(kept.callback_share == 0.125);
  CHECK(kept.wait_share == 0.9);
  CHECK(kept.per_minute == 10);
  CHECK(kept.month_contacts == 5000);
  CHECK(kept.day_money == 20'000'000);
  CHECK(kept.prices == std::array<Money, 3>{40'000, 8'300, 0});
  for (const auto& spoil :
       {+[](PacingSettings& s) { s.per_minute = 0; }, +[](PacingSettings& s) { s.per_hour = 1'000'001; },
        +[](PacingSettings& s) { s.day_contacts = -1; }, +[](PacingSettings& s) { s.prices[1] = -1; },
        +[](PacingSettings& s) { s.wait_share = 1; }, +[](PacingSettings& s) { s.callback_share = 0; },
        +[](PacingSettings& s) { s.handling = 0s; }}) {
    PacingSettings spoilt = set;
    spoil(spoilt);
    CHECK_FALSE(check(spoilt).ok());
  }
}

TEST_CASE("what a fold used up is there in the next unit: permits, contacts, the limits' lines, the budget") {
  PacedHouse house({.by_agents = true, .per_hour = 60, .day_contacts = 2, .prices = {40'000, 0, 0}});
  house.pass(1h);
  const double before = house.facts().capacity->state().permits;
  CHECK(before == house.facts().capacity->pace().at_once);
  house.contact();
  CHECK(house.facts().capacity->state().permits == doctest::Approx(before - 1));
  CHECK(contacts_of(house.record()) == 1);
  CHECK_FALSE(house.facts().account_pace.free(house.time.now()));
  CHECK(house.facts().account_pace.free(house.time.now() + 60s));
  REQUIRE(house.facts().budget.limits.size() == 2);
  CHECK(house.facts().budget.limits[0].made == 1);
  CHECK(house.facts().budget.limits[0].spent == 40'000);
  CHECK(house.facts().budget.limits[0].renewed == parse_instant("2026-05-13T04:00:00Z").value());
  CHECK(house.facts().budget.limits[1].renewed == parse_instant("2026-06-01T04:00:00Z").value());
  house.contact("+12125550124");
  CHECK(house.facts().budget.exhausted_until(Channel::call) == parse_instant("2026-05-13T04:00:00Z").value());
  house.pass(24h);
  CHECK_FALSE(house.facts().budget.exhausted_until(Channel::call));
}

TEST_CASE("what certainly never left is given back") {
  PacedHouse house({.by_agents = true, .day_contacts = 2, .prices = {40'000, 0, 0}});
  const AttemptId attempt = house.contact();
  house.write([attempt](Unit& unit) {
    return record_ending(unit, attempt, {.kind = EndingKind::not_sent, .code = "late"}, {});
  });
  CHECK(contacts_of(house.record()) == 0);
  CHECK(house.facts().budget.limits[0].made == 0);
  CHECK(house.facts().budget.limits[0].spent == 0);
}

TEST_CASE("who was contacted in the last seven days and rings back counts once") {
  PacedHouse house({.by_agents = true});
  house.contact();
  CHECK_FALSE(house.rings("+12125550177"));
  CHECK(house.rings("+12125550123"));
  CHECK_FALSE(house.rings("+12125550123"));
  CHECK(house.record().callbacks == 1);
  house.contact("+12125550124");
  house.pass(24h * 7 + 1min);
  CHECK_FALSE(house.rings("+12125550124"));
  CHECK(house.record().callbacks == 1);
}

TEST_CASE("who was written an email and rings from the number on file is recognised") {
  PacedHouse house({.by_agents = true});
  house.contact("+12125550123", "ana@example.com");
  CHECK(house.rings("+12125550123"));
}

TEST_CASE("staff can mark a callback and say how long it took; twice is once") {
  PacedHouse house({.by_agents = true});
  house.contact();
  std::int64_t first = 0;
  house.write([&](Unit& unit) -> Result<void> {
    first = TRY(unit.ring_backs().marked("+12125550123"));
    CHECK(TRY(unit.ring_backs().marked("+12125550123")) == first);
    CHECK(TRY(unit.ring_backs().marked("")) != first);
    TRY(unit.ring_backs().handled(first, 90s));
    TRY(unit.ring_backs().handled(first, 900s));
    CHECK_FALSE(unit.ring_backs().handled(99, 90s).ok());
    return {};
  });
  CHECK(house.record().callbacks == 2);
  CHECK(house.record().handled == 1);
  CHECK(house.record().handling == 90s);
}

TEST_CASE("the timetable says who is there, and agents who say something refine it within it") {
  PacedHouse house({.by_agents = true});
  const auto desk = [&] {
    return house.read<Desks>(
        [](Unit& unit) { return unit.agents().now(Zone::find("America/New_York").value(), 180s); });
  };
  CHECK(desk().staffing.agents == 2);
  CHECK(desk().staffing.leave_in == 7h);
  CHECK(desk().agents_from == parse_instant("2026-05-13T12:00:00Z").value());
  const auto say = [&](const std::string& name, AgentState state) {
    house.write([&](Unit& unit) { return unit.agents().say(name, state); });
  };
  say("Kim", AgentState::busy);
  CHECK(desk().staffing.agents == 1);
  CHECK(desk().staffing.busy == 1);
  say("Lee", AgentState::free);
  say("Ann", AgentState::free);
  CHECK(desk().staffing.agents == 3);
  say("Kim", AgentState::away);
  CHECK(desk().staffing.agents == 2);
  CHECK(desk().staffing.busy == 0);
  house.pass(8h);
  CHECK(desk().staffing.agents == 0);
  house.pass(16h);
  CHECK(desk().staffing.agents == 2);
}

TEST_CASE("where nobody says who is busy, those who just rang back are being served") {
  PacedHouse house({.by_agents = true});
  house.contact();
  CHECK(house.rings("+12125550123"));
  CHECK(house.facts().capacity->pace().hold == PaceHold::none);
  house.contact("+12125550124");
  CHECK(house.rings("+12125550124"));
  CHECK(house.facts().capacity->pace().hold == PaceHold::all_busy);
  house.pass(181s);
  CHECK(house.facts().capacity->pace().hold == PaceHold::none);
}

TEST_CASE("a pace that was off meanwhile counts no callbacks of contacts that it did not count") {
  PacedHouse house({.by_agents = false});
  house.contact();
  CHECK(house.rings("+12125550123"));
  CHECK(contacts_of(house.record()) == 0);
  house.contact("+12125550124");
  house.pass(1min);
  house.write([](Unit& unit) { return unit.pacing().set({.by_agents = true}); });
  CHECK(house.rings("+12125550124"));
  CHECK(house.record().callbacks == 0);
}

TEST_CASE("who waits for a pace is looked at when the pace is set anew") {
  PacedHouse house({.by_agents = true, .day_contacts = 0});
  house.import({TestHouse::booked("w", "2026-05-14T10:00")});
  house.pass(24h);
  house.write([](Unit& unit) -> Result<void> {
    const auto due = TRY(unit.queue().look(1));
    return unit.queue().record(std::vector<Verdict>{{due.at(0), defer(unit.now() + 14h, Reason::budget)}});
  });
  CHECK(house.read<std::vector<Due>>([](Unit& unit) { return unit.queue().look(1); }).empty());
  house.write([](Unit& unit) { return unit.pacing().set({.by_agents = true}); });
  CHECK(house.read<std::vector<Due>>([](Unit& unit) { return unit.queue().look(1); }).size() == 1);
}
