#include "interlock/failsafe.h"

#include <doctest/doctest.h>

#include "interlock/before_send.h"
#include "interlock/interlocks.h"
#include "interlock/ordinary_facts.h"
#include "interlock/plan.h"

using namespace courtesy;

namespace {

const Instant now = ordinary_house().now;

/// Hours `from` to `to` before now, each with that many contacts.
std::vector<HourCount> history(int from, int to, std::int64_t contacts) {
  std::vector<HourCount> counts;
  for (int ago = from; ago >= to; --ago)
    counts.push_back(
        {.hour = std::chrono::floor<hours>(now) - hours{ago}, .contacts = contacts, .spent = contacts * 10});
  return counts;
}

Limits established(std::int64_t hour, std::int64_t day) {
  return limits_of(Standing::reviewed, 0, {.hour = hour, .day = day, .spend_day = 0, .known = true}, 1000);
}

}  // namespace

TEST_CASE("the words of trips are read back as they were written") {
  for (int i = 0; i < 20; ++i) {
    const auto rule = static_cast<TripRule>(i);
    CHECK(parse_trip_rule(to_string(rule)) == rule);
    CHECK(!explain(rule).empty());
    CHECK(explain(rule, Language::es) != explain(rule));
  }
  CHECK(parse_trip_rule("nonsense") == std::nullopt);
  CHECK(in_words({TripRule::contacts_per_recipient, 250, 200}) ==
        "The same few people were contacted again and again within an hour: 2.50, where 2.00 is the limit.");
  CHECK(in_words({TripRule::spend, 123'450, 100'000}).find("123.45, where 100.00") != std::string::npos);
  CHECK(in_words({TripRule::provider_errors, 10, 9, "call"}).find("(call): 10") != std::string::npos);
}

TEST_CASE("the highs are those of eight weeks, without the last day and without hours that tripped") {
  auto counts = history(24 * 57, 24 * 57, 900);  // too old
  auto usual = history(24 * 20, 26, 3);
  usual[100].contacts = 50;
  usual[200] = {.hour = usual[200].hour, .contacts = 700, .spent = 7000, .tripped = true};
  counts.insert(counts.end(), usual.begin(), usual.end());
  auto today = history(24, 0, 80);
  counts.insert(counts.end(), today.begin(), today.end());
  const Highs highs = highs_of(counts, now);
  CHECK(highs.known);
  CHECK(highs.hour == 50);
  CHECK(highs.day == 50 + 23 * 3);
  CHECK(highs.spend_day == 24 * 30);
}

TEST_CASE("a day is any 24 hours, not a calendar's") {
  std::vector<HourCount> counts = history(24 * 15, 24 * 15, 1);
  counts.push_back({.hour = std::chrono::floor<hours>(now) - hours{60}, .contacts = 10});
  counts.push_back({.hour = std::chrono::floor<hours>(now) - hours{37}, .contacts = 10});
  CHECK(highs_of(counts, now).day == 20);
  counts[1].hour -= hours{1};
  CHECK(highs_of(counts, now).day == 10);
}

TEST_CASE("an account has a history after two weeks, not before") {
  CHECK(highs_of(history(24 * 14, 24 * 14, 1), std::chrono::floor<hours>(now)).known);
  CHECK(!highs_of(history(24 * 14 - 1, 30, 1), std::chrono::floor<hours>(now)).known);
}

TEST_CASE("soft limits are twice, hard ones five times the highest, and never below their floors") {
  const Limits small = established(1, 2);
  CHECK(small.soft_hour == 20);
  CHECK(small.soft_day == 40);
  CHECK(small.hard_hour == 100);
  CHECK(small.hard_day == 200);
  const Limits large = established(160, 800);
  CHECK(large.soft_hour == 320);
  CHECK(large.soft_day == 1600);
  CHECK(large.hard_hour == 800);
  CHECK(large.hard_day == 4000);
}

TEST_CASE("a new account may send what is known of it: a trial little, a declared one a tenth of its month") {
  const Limits trial = limits_of(Standing::trial, 100'000, {}, 1000);
  CHECK(trial.soft_hour == 20);
  CHECK(trial.soft_day == 40);
  CHECK(trial.recipients_day == 10);
  CHECK(trial.is_new);
  CHECK(limits_of(Standing::declared, 1500, {}, 1000).soft_day == 150);
  CHECK(limits_of(Standing::declared, 1500, {}, 1000).hard_day == 375);
  CHECK(limits_of(Standing::declared, 100'000, {}, 1000).soft_day == 200);
  CHECK(limits_of(Standing::reviewed, 100'000, {}, 1000).soft_day == 10'000);
  CHECK(limits_of(Standing::declared, 0, {}, 1000).soft_day == 40);
}

TEST_CASE("T2: more than two contacts a person trips, from forty contacts on") {
  const Limits limits = established(1000, 1000);
  CHECK(!too_much({.hour = 39, .day = 39, .recipients_hour = 1}, limits));
  CHECK(!too_much({.hour = 40, .day = 40, .recipients_hour = 20}, limits));
  const auto trip = too_much({.hour = 40, .day = 40, .recipients_hour = 19}, limits);
  REQUIRE(trip);
  CHECK(trip->rule == TripRule::contacts_per_recipient);
  CHECK(trip->value == 210);
}

TEST_CASE("T2 over all accounts: more than one and a half contacts a person, from four hundred on") {
  CHECK(!ratio_in_all(399, 1));
  CHECK(!ratio_in_all(600, 400));
  CHECK(ratio_in_all(601, 400)->value == 150);
  CHECK(ratio_in_all(400, 0)->value == 40'000);
}

TEST_CASE("T3 on the plan: the hours above the limit, or the whole day") {
  const Limits limits{.soft_hour = 3,
                      .soft_day = 10,
                      .hard_hour = 9,
                      .hard_day = 99,
                      .recipients_day = 0,
                      .spend_day = 0,
                      .is_new = false};
  std::vector<Instant> planned{now, now + minutes{59}, now + minutes{61}, now + minutes{70}};
  CHECK(!plan_excess({}, limits));
  CHECK(!plan_excess(planned, limits));
  planned.push_back(now + minutes{110});
  const auto hour = plan_excess(planned, limits);
  REQUIRE(hour);
  CHECK(hour->trip.value == 4);
  CHECK(hour->trip.about == "hour");
  CHECK(hour->from == now + minutes{59});
  CHECK(hour->until == now + minutes{110});
  for (int i = 1; i <= 6; ++i) planned.push_back(now + hours{i * 3});
  const auto day = plan_excess(planned, limits);
  REQUIRE(day);
  CHECK(day->trip.value == 11);
  CHECK(day->from == now);
  CHECK(day->until == now + hours{18});
}

TEST_CASE("T3: the hour's and the day's hard limit may be reached and not passed") {
  const Limits limits = established(1, 1);
  CHECK(!too_much({.hour = 100, .day = 200, .recipients_hour = 100}, limits));
  CHECK(too_much({.hour = 101, .day = 101, .recipients_hour = 101}, limits)->rule == TripRule::volume_hour);
  CHECK(too_much({.hour = 1, .day = 201, .recipients_hour = 1}, limits)->rule == TripRule::volume_day);
}

TEST_CASE("T4: one and a half times the highest hour of all, above five hundred; three accounts or 2 % of them") {
  CHECK(!too_much_in_all({.hour = 500}, {.hour = 10}));
  CHECK(too_much_in_all({.hour = 501}, {.hour = 10}));
  CHECK(!too_much_in_all({.hour = 1500}, {.hour = 1000}));
  CHECK(too_much_in_all({.hour = 1501}, {.hour = 1000})->limit == 1500);
  CHECK(!too_many_tripped({.accounts = 2, .by_broken_promises = 1, .of = 10}));
  CHECK(too_many_tripped({.accounts = 3, .by_broken_promises = 0, .of = 10}));
  CHECK(!too_many_tripped({.accounts = 19, .by_broken_promises = 0, .of = 1000}));
  CHECK(too_many_tripped({.accounts = 20, .by_broken_promises = 0, .of = 1000}));
}

TEST_CASE("T0: two accounts whose promises broke within an hour stop everything") {
  CHECK(too_many_tripped({.accounts = 2, .by_broken_promises = 2, .of = 1000})->about == "broken promises");
}

TEST_CASE("T5: two who opt out of fifty are chance, six are not; three unknown endings") {
  CHECK(!too_many_opt_outs(20, 49));
  CHECK(!too_many_opt_outs(2, 50));
  CHECK(too_many_opt_outs(6, 50));
  CHECK(!too_many_unknown(2));
  CHECK(too_many_unknown(3));
}

TEST_CASE("T5: twenty wrong signatures within five minutes, and not nineteen or slower ones") {
  BadSignatures quick;
  for (int i = 0; i < 19; ++i) CHECK(!quick.refused(now + seconds{15 * i}));
  const auto trip = quick.refused(now + seconds{299});
  REQUIRE(trip);
  CHECK(trip->rule == TripRule::bad_signatures);
  CHECK(trip->value == 20);
  CHECK(trip->limit == 19);
  CHECK(!quick.refused(now + seconds{299}));
  BadSignatures slow;
  for (int i = 0; i < 60; ++i) CHECK(!slow.refused(now + seconds{16 * i}));
}

TEST_CASE("T6: twice the highest day's spend, and never below the floor") {
  const Limits limits = limits_of(Standing::reviewed, 0, {.hour = 0, .day = 0, .spend_day = 900, .known = true}, 1000);
  CHECK(limits.spend_day == 1800);
  CHECK(established(0, 0).spend_day == 1000);
  CHECK(!too_much({.hour = 1, .day = 1, .recipients_hour = 1, .spent_day = 1800}, limits));
  CHECK(too_much({.hour = 1, .day = 1, .recipients_hour = 1, .spent_day = 1801}, limits)->rule == TripRule::spend);
}

TEST_CASE("T7: the wall clock may differ from the steady one by a minute, in both directions") {
  CHECK(!clock_jumped(now, hours{5}, now + seconds{70}, hours{5} + seconds{10}));
  CHECK(clock_jumped(now, hours{5}, now + seconds{72}, hours{5} + seconds{10})->about == "forwards");
  CHECK(clock_jumped(now, hours{5}, now - seconds{52}, hours{5} + seconds{10})->about == "backwards");
  CHECK(!clock_behind(now + seconds{60}, now));
  CHECK(clock_behind(now + seconds{61}, now)->value == 61);
  CHECK(!tz_too_old(400));
  CHECK(tz_too_old(401));
  CHECK(tz_too_old(std::nullopt));
}

TEST_CASE("a probation begins at the highest hour known and doubles each hour, for a day") {
  const Highs highs{.hour = 30, .day = 100, .spend_day = 0, .known = true};
  CHECK(probation_limit(std::nullopt, now, highs) == std::nullopt);
  CHECK(probation_limit(now, now, highs) == 30);
  CHECK(probation_limit(now - minutes{59}, now, highs) == 30);
  CHECK(probation_limit(now - hours{3}, now, highs) == 240);
  CHECK(probation_limit(now - hours{24}, now, highs) == std::nullopt);
  CHECK(probation_limit(now, now, {}) == 20);
}

TEST_CASE("what is above twice the usual waits for a person; what is above a probation's pace waits a minute") {
  HouseFacts house = ordinary_house();
  house.volume.limits.soft_hour = 20;
  house.volume.sent.hour = 19;
  CHECK(unusual_volume(ordinary_due(), house, ordinary_facts()) == allow());
  house.volume.sent.hour = 20;
  CHECK(unusual_volume(ordinary_due(), house, ordinary_facts()) == hold(Reason::unusual_volume));
  // A person has looked at the list already; but not for an account of which nobody knows anything.
  Due approved = ordinary_due();
  approved.approved = true;
  CHECK(unusual_volume(approved, house, ordinary_facts()) == allow());
  house.volume.limits.is_new = true;
  CHECK(unusual_volume(approved, house, ordinary_facts()) == defer(now + minutes{1}, Reason::account_pace));
  house.volume.limits.is_new = false;
  house.volume.probation = 20;
  CHECK(unusual_volume(ordinary_due(), house, ordinary_facts()) == defer(now + minutes{1}, Reason::probation));
}

TEST_CASE("an eleventh person a day is too many for a trial; the same ten are not") {
  HouseFacts house = ordinary_house();
  house.volume.limits.recipients_day = 10;
  house.volume.sent.recipients_day = 10;
  DueFacts facts = ordinary_facts();
  CHECK(unusual_volume(ordinary_due(), house, facts) == hold(Reason::unusual_volume));
  PastContact own = ordinary_contact(now - hours{3});
  own.account = AccountId(1);
  facts.contacts = {own};
  CHECK(unusual_volume(ordinary_due(), house, facts) == allow());
}

TEST_CASE("a person counts once an hour, whoever else contacted them") {
  HouseFacts house = ordinary_house();
  DueFacts facts = ordinary_facts();
  house.volume.count(ordinary_due(), facts, now);
  CHECK(house.volume.sent.recipients_hour == 1);
  facts.contacts = {ordinary_contact(now - minutes{5})};  // another account's
  house.volume.count(ordinary_due(), facts, now);
  CHECK(house.volume.sent.recipients_hour == 2);
  facts.contacts.front().account = AccountId(1);
  house.volume.count(ordinary_due(), facts, now);
  CHECK(house.volume.sent.hour == 3);
  CHECK(house.volume.sent.recipients_hour == 2);
  CHECK(house.volume.sent.spent_day == 120);
}

TEST_CASE("T0: the failsafe looks again at each promise, by rules of its own") {
  const auto promise = [](const std::function<void(HouseFacts&, DueFacts&, Due&)>& change) {
    HouseFacts house = ordinary_house();
    DueFacts facts = ordinary_facts();
    Due due = ordinary_due();
    change(house, facts, due);
    const auto trip = before_send(due, house, facts);
    return trip && trip->rule == TripRule::broken_promise ? trip->about : "";
  };
  CHECK(promise([](auto&, auto&, auto&) {}) == "");
  CHECK(promise([](auto&, auto& facts, auto&) { facts.booking = Booking::cancelled; }) ==
        "the appointment is cancelled");
  CHECK(promise([](auto&, auto& facts, auto&) { facts.start_key = "elsewhen"; }) == "the appointment was moved");
  CHECK(promise([](auto&, auto& facts, auto&) { facts.starts_at = now; }) == "the appointment has begun");
  CHECK(promise([](auto&, auto& facts, auto&) { facts.suppressed = true; }) == "no consent, or an opt-out");
  CHECK(promise([](auto&, auto& facts, auto&) { facts.consented = false; }) == "no consent, or an opt-out");
  CHECK(promise([](auto& house, auto&, auto&) { house.stopped = true; }) == "sending is stopped");
  CHECK(promise([](auto& house, auto&, auto&) { house.now += hours{10}; }) == "outside the permitted hours");
  CHECK(promise([](auto&, auto& facts, auto&) { facts.zones.clear(); }) == "outside the permitted hours");
  CHECK(promise([](auto&, auto& facts, auto& due) {
          facts.zones.clear();
          due.key.channel = Channel::email;
        }) == "");
  CHECK(promise([](auto&, auto& facts, auto&) {
          facts.contacts = {ordinary_contact(now - hours{3}), ordinary_contact(now - hours{2}),
                            ordinary_contact(now - hours{1})};
        }) == "above the caps of a recipient");
}

TEST_CASE("T7: with a record of the future nothing is sent") {
  HouseFacts house = ordinary_house();
  house.volume.newest_record = now + minutes{2};
  CHECK(before_send(ordinary_due(), house, ordinary_facts())->rule == TripRule::clock_behind);
}
