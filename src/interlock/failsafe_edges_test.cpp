// The failsafe's rules at their edges: the last figure that passes and the first that does not, and what a trip says.
#include <doctest/doctest.h>

#include <array>
#include <functional>
#include <stdexcept>

#include "interlock/before_send.h"
#include "interlock/circuit.h"
#include "interlock/interlocks.h"
#include "interlock/judge.h"
#include "interlock/ordinary_facts.h"
#include "interlock/plan.h"

namespace courtesy {
namespace {

using namespace std::chrono_literals;

const Instant now = ordinary_house().now;
const Instant hour = std::chrono::floor<hours>(now);

void says(const std::optional<Trip>& trip, TripRule rule, std::int64_t value, std::int64_t limit,
          std::string_view about = "") {
  REQUIRE(trip);
  CHECK(trip->rule == rule);
  CHECK(trip->value == value);
  CHECK(trip->limit == limit);
  CHECK(trip->about == about);
}

Limits wide() { return ordinary_volume().limits; }

TEST_CASE("soft trips are what an account's staff or a rest can mend; all others stop") {
  for (int i = 0; i < 20; ++i) {
    const auto rule = static_cast<TripRule>(i);
    const bool soft =
        rule == TripRule::backlog || rule == TripRule::planned_volume || rule == TripRule::provider_errors;
    CHECK((severity_of(rule) == Severity::soft) == soft);
  }
  CHECK(to_string(Severity::soft) == "soft");
  CHECK(to_string(Severity::hard) == "hard");
}

TEST_CASE("four rules are promises, four concern the whole house, and none is both") {
  int promises = 0;
  int of_the_house = 0;
  for (int i = 0; i < 20; ++i) {
    const auto rule = static_cast<TripRule>(i);
    promises += breaks_a_promise(rule) ? 1 : 0;
    of_the_house += concerns_the_house(rule) ? 1 : 0;
    CHECK_FALSE((breaks_a_promise(rule) && concerns_the_house(rule)));
  }
  CHECK(promises == 4);
  CHECK(of_the_house == 4);
  for (const auto rule :
       {TripRule::broken_promise, TripRule::second_attempt, TripRule::double_entry, TripRule::several_matches}) {
    CHECK(breaks_a_promise(rule));
  }
  for (const auto rule :
       {TripRule::clock_jump, TripRule::clock_behind, TripRule::tz_database, TripRule::bad_signatures}) {
    CHECK(concerns_the_house(rule));
  }
}

TEST_CASE("a trip is told with its figures in its own unit") {
  const auto told = [](TripRule rule, std::int64_t value, std::int64_t limit) {
    const std::string words = in_words({rule, value, limit});
    return words.substr(words.find(": ") + 2);
  };
  CHECK(told(TripRule::contacts_per_recipient, 209, 200) == "2.09, where 2.00 is the limit.");
  CHECK(told(TripRule::contacts_per_recipient, 1250, 199) == "12.50, where 1.99 is the limit.");
  CHECK(told(TripRule::spend, 1'239, 990) == "1.23, where 0.99 is the limit.");
  CHECK(told(TripRule::spend, 5'000'000, 999'000) == "5000.00, where 999.00 is the limit.");
  CHECK(told(TripRule::opt_outs, 6, 4) == "6 %, where 4 % is the limit.");
  CHECK(told(TripRule::volume_day, 201, 200) == "201, where 200 is the limit.");
  CHECK(in_words({TripRule::backlog, 3, 0}) ==
        "Reminders came due while nothing was working: 3, where 0 is the limit.");
}

TEST_CASE("only the known words are rules and standings") {
  CHECK_FALSE(parse_trip_rule(""));
  CHECK_FALSE(parse_standing(""));
  CHECK_FALSE(parse_standing("Trial"));
  const std::array<std::pair<Standing, std::string_view>, 3> words{
      {{Standing::trial, "trial"}, {Standing::declared, "declared"}, {Standing::reviewed, "reviewed"}}};
  for (const auto& [standing, word] : words) {
    CHECK(to_string(standing) == word);
    CHECK(parse_standing(word) == standing);
  }
}

TEST_CASE("a new account's hard limits lie two and a half times above what it may send in a day, or at their floors") {
  const Limits small = limits_of(Standing::declared, 0, {}, 1000);
  CHECK(small.soft_hour == 40);
  CHECK(small.hard_hour == 100);
  CHECK(small.hard_day == 200);
  CHECK(small.recipients_day == 0);
  CHECK(small.spend_day == 1000);
  CHECK(small.is_new);
  const Limits large = limits_of(Standing::reviewed, 4000, {}, 1000);
  CHECK(large.soft_hour == 400);
  CHECK(large.soft_day == 400);
  CHECK(large.hard_hour == 1000);
  CHECK(large.hard_day == 1000);
  CHECK(large.recipients_day == 0);
  CHECK(large.spend_day == 1000);
  const Limits trial = limits_of(Standing::trial, 0, {}, 1000);
  CHECK(trial.hard_hour == 100);
  CHECK(trial.hard_day == 200);
  CHECK(trial.spend_day == 1000);
  const Limits known = limits_of(Standing::trial, 0, {.hour = 1, .day = 1, .spend_day = 501, .known = true}, 1000);
  CHECK(known.recipients_day == 0);
  CHECK(known.spend_day == 1002);
  CHECK_FALSE(known.is_new);
}

HourCount at_hour(hours ago, std::int64_t contacts) { return {.hour = hour - ago, .contacts = contacts, .spent = 7}; }

TEST_CASE("the highs reach from 25 hours back to eight weeks back, both included") {
  const auto high = [](hours ago) {
    const std::array counts{at_hour(ago, 9)};
    return highs_of(counts, hour).hour;
  };
  CHECK(high(24h) == 0);
  CHECK(high(25h) == 9);
  CHECK(high(8 * 7 * 24h) == 9);
  CHECK(high(8 * 7 * 24h + 1h) == 0);
}

TEST_CASE("an hour that tripped counts for no high, on its way in and out of the day; it is history all the same") {
  std::vector<HourCount> counts{at_hour(400h, 5), at_hour(399h, 100), at_hour(380h, 6), at_hour(375h, 7)};
  counts[1].tripped = true;
  const Highs highs = highs_of(counts, hour);
  CHECK(highs.known);
  CHECK(highs.hour == 7);
  CHECK(highs.day == 13);  // 375 and 380 hours back; that of 400 is 25 hours older
  CHECK(highs.spend_day == 14);
  counts = {at_hour(400h, 5)};
  counts[0].tripped = true;
  CHECK(highs_of(counts, hour).known);
  CHECK(highs_of(counts, hour).hour == 0);
}

TEST_CASE("nothing sent yet is no history and no high") {
  const Highs none = highs_of({}, now);
  CHECK_FALSE(none.known);
  CHECK(none.hour == 0);
  CHECK(none.day == 0);
  CHECK(none.spend_day == 0);
}

TEST_CASE("a probation that begins later than now is at its beginning; after 23 hours it is still one") {
  const Highs highs{.hour = 30, .day = 100, .spend_day = 0, .known = true};
  CHECK(probation_limit(now + 2h, now, highs) == 30);
  CHECK(probation_limit(now - 1h, now, highs) == 60);
  CHECK(probation_limit(now - 24h + 1ms, now, highs) == 30 << 23);
}

TEST_CASE("what a trip of volume, spend or ratio says") {
  Limits limits = wide();
  limits.hard_hour = 100;
  limits.hard_day = 200;
  limits.spend_day = 300;
  const Sent most{.hour = 100, .day = 200, .recipients_hour = 100, .recipients_day = 200, .spent_day = 300};
  CHECK_FALSE(too_much(most, limits));
  Sent sent = most;
  sent.hour = 101;
  says(too_much(sent, limits), TripRule::volume_hour, 101, 100);
  sent = most;
  sent.day = 201;
  says(too_much(sent, limits), TripRule::volume_day, 201, 200);
  sent = most;
  sent.spent_day = 301;
  says(too_much(sent, limits), TripRule::spend, 301, 300);
  sent = most;
  sent.recipients_hour = 49;
  says(too_much(sent, limits), TripRule::contacts_per_recipient, 204, 200);
  says(ratio_in_all(400, 1), TripRule::contacts_per_recipient, 40'000, 150);
  says(too_much_in_all({.hour = 501}, {}), TripRule::house_volume, 501, 500);
}

TEST_CASE("how many accounts may trip: two of few, one less than 2 % of many; one by a broken promise") {
  says(too_many_tripped({.accounts = 3, .by_broken_promises = 1, .of = 199}), TripRule::accounts_tripped, 3, 2);
  CHECK_FALSE(too_many_tripped({.accounts = 3, .by_broken_promises = 1, .of = 200}));
  says(too_many_tripped({.accounts = 4, .by_broken_promises = 0, .of = 200}), TripRule::accounts_tripped, 4, 3);
  says(too_many_tripped({.accounts = 2, .by_broken_promises = 2, .of = 9}), TripRule::accounts_tripped, 2, 1,
       "broken promises");
}

TEST_CASE("opt-outs trip where chance does not explain them, and from many people on at four in a hundred") {
  CHECK_FALSE(too_many_opt_outs(49, 49));
  CHECK_FALSE(too_many_opt_outs(5, 50));
  says(too_many_opt_outs(6, 50), TripRule::opt_outs, 12, 10);
  CHECK_FALSE(too_many_opt_outs(11, 200));
  says(too_many_opt_outs(12, 200), TripRule::opt_outs, 6, 5);
  CHECK_FALSE(too_many_opt_outs(21, 500));
  CHECK(too_many_opt_outs(22, 500));
  CHECK_FALSE(too_many_opt_outs(39, 999));
  CHECK(too_many_opt_outs(40, 999));
  CHECK_FALSE(too_many_opt_outs(39, 1'000));
  says(too_many_opt_outs(40, 1'000), TripRule::opt_outs, 4, 3);
  CHECK_FALSE(too_many_unknown(2));
  says(too_many_unknown(4), TripRule::unknown_endings, 4, 2);
}

TEST_CASE("a clock may be off by a minute to the millisecond, forwards and backwards") {
  for (const auto off : {-60s, 0s, 60s}) CHECK_FALSE(clock_jumped(now, 5h, now + 10s + off, 5h + 10s));
  says(clock_jumped(now, 5h, now + 70s + 1ms, 5h + 10s), TripRule::clock_jump, 60, 60, "forwards");
  says(clock_jumped(now, 5h, now - 51s, 5h + 10s), TripRule::clock_jump, 61, 60, "backwards");
  CHECK_FALSE(clock_behind(now + 60s, now));
  says(clock_behind(now + 60s + 1ms, now), TripRule::clock_behind, 60, 60);
  says(clock_behind(now + 2h, now), TripRule::clock_behind, 7200, 60);
}

TEST_CASE("a time zone database of 400 days will do, one of unknown age will not") {
  CHECK_FALSE(tz_too_old(0));
  CHECK_FALSE(tz_too_old(400));
  says(tz_too_old(401), TripRule::tz_database, 401, 400);
  says(tz_too_old(std::nullopt), TripRule::tz_database, 0, 400, "its age is not known");
}

TEST_CASE("a plan may fill its day and its hour; of more is told what is above, and from when to when") {
  Limits limits = wide();
  limits.soft_hour = 2;
  limits.soft_day = 5;
  std::vector<Instant> planned{now, now + 30min, now + 60min, now + 90min, now + 200min};
  CHECK_FALSE(plan_excess(planned, limits));  // an hour ends where the next begins
  planned[2] -= 1ms;
  auto excess = plan_excess(planned, limits);
  REQUIRE(excess);
  says(excess->trip, TripRule::planned_volume, 3, 2, "hour");
  CHECK(excess->from == now);
  CHECK(excess->until == planned[2]);
  limits.soft_hour = 1;
  excess = plan_excess(planned, limits);
  REQUIRE(excess);
  says(excess->trip, TripRule::planned_volume, 3, 1, "hour");
  planned.push_back(now + 300min);
  excess = plan_excess(planned, limits);
  REQUIRE(excess);
  says(excess->trip, TripRule::planned_volume, 6, 5, "day");
  CHECK(excess->from == now);
  CHECK(excess->until == now + 300min);
}

TEST_CASE("prices are by channel, and a channel that is none of the known ones costs a call") {
  const Prices prices{.call = 40, .text = 10, .email = 1};
  CHECK(prices.of(Channel::call) == 40);
  CHECK(prices.of(Channel::text) == 10);
  CHECK(prices.of(Channel::email) == 1);
  CHECK(prices.of(static_cast<Channel>(99)) == 40);
}

TEST_CASE("a person is a new one in the hour, and in the day, when the last contact of the account is that old") {
  const auto counted = [](std::vector<PastContact> contacts) {
    VolumeFacts volume = ordinary_volume();
    DueFacts facts = ordinary_facts();
    facts.contacts = std::move(contacts);
    volume.count(ordinary_due(), facts, now);
    CHECK(volume.sent.hour == 1);
    CHECK(volume.sent.day == 1);
    CHECK(volume.sent.spent_day == 40);
    return std::pair(volume.sent.recipients_hour, volume.sent.recipients_day);
  };
  const auto own = [](milliseconds ago) {
    PastContact contact = ordinary_contact(now - ago);
    contact.account = AccountId(1);
    return contact;
  };
  PastContact in_this_fold = ordinary_contact(now);
  in_this_fold.account = {};
  using Pair = std::pair<std::int64_t, std::int64_t>;
  CHECK(counted({}) == Pair{1, 1});
  CHECK(counted({ordinary_contact(now)}) == Pair{1, 1});
  CHECK(counted({in_this_fold}) == Pair{0, 0});
  CHECK(counted({own(1h - 1ms)}) == Pair{0, 0});
  CHECK(counted({own(1h)}) == Pair{1, 0});
  CHECK(counted({own(24h - 1ms)}) == Pair{1, 0});
  CHECK(counted({own(24h)}) == Pair{1, 1});
}

TEST_CASE("the hour, the day, the people and the probation each hold up what is one above them") {
  const auto asked = [](const std::function<void(VolumeFacts&)>& change) {
    HouseFacts house = ordinary_house();
    change(house.volume);
    return unusual_volume(ordinary_due(), house, ordinary_facts());
  };
  for (const int more : {0, 1}) {
    const Decision expected = more == 0 ? allow() : hold(Reason::unusual_volume);
    CHECK(asked([&](auto& volume) { volume.sent.hour = 999 + more; }) == expected);
    CHECK(asked([&](auto& volume) { volume.sent.day = 999 + more; }) == expected);
    CHECK(asked([&](auto& volume) {
            volume.limits.recipients_day = 1;
            volume.sent.recipients_day = more;
          }) == expected);
    const Decision slow = more == 0 ? allow() : defer(now + 1min, Reason::probation);
    CHECK(asked([&](auto& volume) {
            volume.probation = 20;
            volume.sent.hour = 19 + more;
          }) == slow);
  }
}

TEST_CASE("a fold counts what leaves for the volume too") {
  HouseFacts house = ordinary_house();
  house.volume.limits.soft_hour = 1;
  Judge fold(house);
  DueFacts facts = ordinary_facts();
  CHECK(fold.ask(ordinary_due(), facts) == allow());
  fold.count(ordinary_due(), facts);
  CHECK(fold.house().volume.sent.hour == 1);
  Due other = ordinary_due();
  other.recipient = "+12125550199";
  DueFacts others = ordinary_facts();
  CHECK(fold.ask(other, others) == hold(Reason::unusual_volume));
}

std::string promise(const HouseFacts& house, const DueFacts& facts, const Due& due = ordinary_due()) {
  const auto trip = before_send(due, house, facts);
  if (!trip) return "";
  says(trip, TripRule::broken_promise, 1, 0, trip->about);
  return trip->about;
}

TEST_CASE("the failsafe's own hours are open from the first minute to the last, in every zone, day by day") {
  DueFacts facts = ordinary_facts();
  facts.zones = {Zone::find("UTC").value()};
  HouseFacts house = ordinary_house();
  const auto at = [&](std::string_view instant) {
    house.now = parse_instant(instant).value();
    return promise(house, facts);
  };
  CHECK(at("2026-05-12T08:59:59.999Z") == "outside the permitted hours");
  CHECK(at("2026-05-12T09:00:00Z") == "");
  CHECK(at("2026-05-12T19:59:59.999Z") == "");
  CHECK(at("2026-05-12T20:00:00Z") == "outside the permitted hours");
  facts.hours = {};
  facts.hours[0] = {{hours{9}, hours{20}}};
  CHECK(at("2026-05-11T12:00:00Z") == "");  // a Monday
  CHECK(at("2026-05-12T12:00:00Z") == "outside the permitted hours");
  facts.zones.push_back(Zone::find("America/New_York").value());
  CHECK(at("2026-05-11T12:00:00Z") == "outside the permitted hours");
  CHECK(at("2026-05-11T13:00:00Z") == "");
}

TEST_CASE("the failsafe counts caps by itself, to the millisecond") {
  DueFacts facts = ordinary_facts();
  facts.caps = {{hours{24}, 1}};
  facts.contacts = {ordinary_contact(now - 24h)};
  CHECK(promise(ordinary_house(), facts) == "");
  facts.contacts[0].at += 1ms;
  CHECK(promise(ordinary_house(), facts) == "above the caps of a recipient");
  facts.caps = {{hours{1}, 1}, {hours{48}, 1}};
  facts.contacts[0].at = now - 30h;
  CHECK(promise(ordinary_house(), facts) == "above the caps of a recipient");
}

TEST_CASE("an appointment has begun at its start, not a millisecond before") {
  HouseFacts house = ordinary_house();
  DueFacts facts = ordinary_facts();
  house.now = facts.starts_at - 1ms;
  CHECK(promise(house, facts) == "");
  house.now = facts.starts_at;
  CHECK(promise(house, facts) == "the appointment has begun");
}

TEST_CASE("the contact that is about to leave is counted before the hard limits are asked") {
  HouseFacts house = ordinary_house();
  house.volume.sent.hour = house.volume.limits.hard_hour - 1;
  house.volume.sent.recipients_hour = house.volume.sent.hour;
  CHECK_FALSE(before_send(ordinary_due(), house, ordinary_facts()));
  ++house.volume.sent.hour;
  says(before_send(ordinary_due(), house, ordinary_facts()), TripRule::volume_hour, 1001, 1000);
}

TEST_CASE("a failsafe that fails is a trip") {
  says(tripped_or([]() -> std::optional<Trip> { throw std::runtime_error("a bug"); }), TripRule::broken_promise, 1, 0,
       "the failsafe itself failed");
  CHECK_FALSE(tripped_or([] { return std::optional<Trip>{}; }));
}

Ending fails(EndingKind kind = EndingKind::refused) {
  Ending ending{};
  ending.kind = kind;
  ending.trouble = Trouble::passing;
  return ending;
}
Ending works() {
  Ending ending{};
  ending.kind = EndingKind::accepted;
  return ending;
}

/// The trip of the last of these endings, `x` an error and `.` none; no other may trip.
std::optional<Trip> after(Circuit& circuit, std::string_view endings, Uptime at = hours{1}) {
  std::optional<Trip> trip;
  for (const char one : endings) {
    CHECK_FALSE(trip);
    trip = circuit.ended(one == 'x' ? fails() : works(), at, "text");
  }
  return trip;
}

TEST_CASE("ten errors of the last twenty open a circuit, and not before twenty are known") {
  Circuit circuit;
  CHECK_FALSE(after(circuit, "xxxxxxxxx.xxxxx...."));  // 14 errors of 19
  says(after(circuit, "."), TripRule::provider_errors, 14, 9, "text");
  Circuit nine;
  CHECK_FALSE(after(nine, "xxxxxxxxx..........."));
  CHECK_FALSE(after(nine, "xxxxxxxxx"));  // each pushes an old one out
  CHECK(nine.closed());
  Circuit half;
  CHECK_FALSE(after(half, ".x.x.x.x.x.x.x.x.x."));
  says(after(half, "x"), TripRule::provider_errors, 10, 9, "text");
}

TEST_CASE("ten errors in a row open a circuit, whoever was contacted; what is unknown is an error too") {
  Circuit circuit;
  for (int i = 0; i < 9; ++i) CHECK_FALSE(circuit.ended(fails(EndingKind::unknown), 1h, "call"));
  says(circuit.ended(fails(EndingKind::not_sent), 1h, "call"), TripRule::provider_errors, 10, 9, "call");
}

TEST_CASE("what failed before a circuit opened counts no more once it is closed") {
  Circuit circuit;
  CHECK(after(circuit, "xxxxxxxxxx"));
  circuit.began(1);
  CHECK_FALSE(circuit.ended(works(), 2h, "text"));
  CHECK(circuit.closed());
  CHECK_FALSE(after(circuit, "xxxxxxxxx", 2h));
  const auto again = circuit.ended(fails(), 2h, "text");
  says(again, TripRule::provider_errors, 10, 9, "text");
  CHECK(circuit.allows(5, 2h + 59s) == 0);
  CHECK(circuit.allows(5, 2h + 60s) == 1);
}

TEST_CASE("of errors scattered before the circuit opened none counts after it") {
  Circuit circuit;
  CHECK(after(circuit, "x.x.x.x.x.x.x.x.x.x."));
  circuit.began(1);
  CHECK_FALSE(circuit.ended(works(), 2h, "text"));
  CHECK_FALSE(after(circuit, "x.x.x.x.x.x.x.x.x..", 2h));
}

TEST_CASE("the one try of a half-open circuit that fails opens it again and says so") {
  Circuit circuit;
  CHECK(after(circuit, "xxxxxxxxxx"));
  circuit.began(0);
  CHECK(circuit.allows(5, 1h + 60s) == 1);
  CHECK(circuit.allows(0, 1h + 60s) == 0);
  circuit.began(1);
  says(circuit.ended(fails(), 1h + 61s, "text"), TripRule::provider_errors, 1, 0, "text");
  CHECK(circuit.allows(5, 1h + 61s + 119s) == 0);
  CHECK(circuit.allows(5, 1h + 61s + 120s) == 1);
  circuit.began(1);
  CHECK_FALSE(circuit.ended(works(), 2h, "text"));
  // Closed once, the next rest is a minute again.
  CHECK(after(circuit, "xxxxxxxxxx", 3h));
  CHECK(circuit.allows(5, 3h + 60s) == 1);
}

TEST_CASE("a closed circuit lets everything through, however much has begun") {
  Circuit circuit;
  circuit.began(7);
  CHECK(circuit.allows(20, 1h) == 20);
  CHECK(circuit.allows(0, 1h) == 0);
  CHECK(circuit.closed());
}

}  // namespace
}  // namespace courtesy
