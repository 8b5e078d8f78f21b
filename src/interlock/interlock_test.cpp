#include <doctest/doctest.h>

#include "interlock/interlocks.h"
#include "interlock/judge.h"
#include "interlock/ordinary_facts.h"
#include "schedule/business.h"

using namespace courtesy;

namespace {

Decision judged(const HouseFacts& house, const DueFacts& facts, const Due& due = ordinary_due()) {
  return judge(std::vector{due}, Facts{house, {facts}}).front().decision;
}
Decision judged(const DueFacts& facts, const Due& due = ordinary_due()) { return judged(ordinary_house(), facts, due); }

}  // namespace

TEST_CASE("an ordinary reminder is allowed") { CHECK(judged(ordinary_facts()) == allow()); }

TEST_CASE("while stopped a reminder waits, and is dropped once it is no use any more") {
  HouseFacts house = ordinary_house();
  house.stopped = true;
  CHECK(judged(house, ordinary_facts()) == defer(house.now + minutes{1}, Reason::stopped));
  house.now = ordinary_facts().starts_at - minutes{30};
  Due due = ordinary_due();
  due.send_at = house.now;
  CHECK(judged(house, ordinary_facts(), due) == drop(Reason::stopped));
}

TEST_CASE("what was booked with a test key reaches nobody, wherever it runs and whoever is on the list") {
  DueFacts facts = ordinary_facts();
  facts.audience = Audience::nobody;
  HouseFacts house = ordinary_house();
  for (const bool production : {true, false}) {
    house.environment = {.production = production, .allow_list = {"*"}};
    CHECK(judged(house, facts) == drop(Reason::test_key));
  }
}

TEST_CASE("what was booked with a guest key reaches only the allow list, also in production") {
  DueFacts facts = ordinary_facts();
  facts.audience = Audience::guests;
  HouseFacts house = ordinary_house();
  for (const bool production : {true, false}) {
    house.environment = {.production = production, .allow_list = {"+12125550124"}};
    CHECK(judged(house, facts) == drop(Reason::guest_key));
    house.environment.allow_list = {"+12125550123"};
    CHECK(judged(house, facts) == allow());
  }
  house.environment = {.production = true, .allow_list = {}};
  CHECK(judged(house, facts) == drop(Reason::guest_key));
}

TEST_CASE("outside production only the allow list is contacted") {
  HouseFacts house = ordinary_house();
  house.environment.production = false;
  CHECK(judged(house, ordinary_facts()) == drop(Reason::not_allow_listed));
  house.environment.allow_list = {"+1212555012"};
  CHECK(judged(house, ordinary_facts()) == drop(Reason::not_allow_listed));
  house.environment.allow_list = {"+1212555012*"};
  CHECK(judged(house, ordinary_facts()) == allow());
  house.environment.allow_list = {"+12125550123"};
  CHECK(judged(house, ordinary_facts()) == allow());
}

TEST_CASE("cancelled, moved, confirmed and begun appointments bother nobody") {
  DueFacts facts = ordinary_facts();
  facts.booking = Booking::cancelled;
  CHECK(judged(facts) == drop(Reason::appointment_cancelled));
  facts = ordinary_facts();
  facts.answer = Answer::cancelled;
  CHECK(judged(facts) == drop(Reason::appointment_cancelled));
  facts = ordinary_facts();
  facts.start_key = "2026-05-14T14:00";
  CHECK(judged(facts) == drop(Reason::appointment_moved));
  facts = ordinary_facts();
  facts.answer = Answer::confirmed;
  CHECK(judged(facts) == drop(Reason::already_confirmed));
  facts = ordinary_facts();
  facts.starts_at = ordinary_house().now;
  CHECK(judged(facts) == drop(Reason::appointment_past));
  facts = ordinary_facts();
  facts.presence = Presence::showed;
  CHECK(judged(facts) == drop(Reason::appointment_past));
  facts = ordinary_facts();
  facts.answer = Answer::call_back;
  CHECK(judged(facts) == allow());
}

TEST_CASE("a reminder of a rule that was retired meanwhile is not sent, whoever had let it go before") {
  DueFacts facts = ordinary_facts();
  facts.rule_in_force = false;
  Due due = ordinary_due();
  CHECK(judged(facts, due) == drop(Reason::discarded));
  due.approved = true;
  CHECK(judged(facts, due) == drop(Reason::discarded));
}

TEST_CASE("of one address in several spellings each counts against the others") {
  const std::vector<Cap> one_a_day{{.window = hours{24}, .contacts = 1}};
  std::vector<Due> due;
  Facts facts{ordinary_house(), {}};
  for (const char* address : {"Ann@maple.example", "ann@maple.example", "ANN@MAPLE.EXAMPLE"}) {
    due.push_back(ordinary_due());
    due.back().key.channel = Channel::email;
    due.back().recipient = address;
    due.back().client = ClientId(static_cast<std::int64_t>(due.size()));
    facts.each.push_back(ordinary_facts());
    facts.each.back().caps = one_a_day;
  }
  const auto verdicts = judge(due, facts);
  CHECK(verdicts[0].decision == allow());
  CHECK(verdicts[1].decision.reason == Reason::recipient_cap);
  CHECK(verdicts[2].decision.reason == Reason::recipient_cap);
}

TEST_CASE("a reminder is useful until its lead and for as late as its rule says, to the millisecond") {
  DueFacts facts = ordinary_facts();
  facts.starts_at = ordinary_house().now + facts.min_lead;
  CHECK(judged(facts) == allow());
  facts.starts_at -= milliseconds{1};
  CHECK(judged(facts) == drop(Reason::too_late));
  Due due = ordinary_due();
  due.send_at = ordinary_house().now - ordinary_facts().max_lateness;
  CHECK(judged(ordinary_facts(), due) == allow());
  due.send_at -= milliseconds{1};
  CHECK(judged(ordinary_facts(), due) == hold(Reason::too_late));
}

TEST_CASE("a person's yes answers for lateness, and for nothing else") {
  Due due = ordinary_due();
  due.send_at = ordinary_house().now - hours{8};
  due.approved = true;
  CHECK(judged(ordinary_facts(), due) == allow());
  DueFacts facts = ordinary_facts();
  facts.starts_at = ordinary_house().now + facts.min_lead - milliseconds{1};
  CHECK(judged(facts, due) == drop(Reason::too_late));
  facts = ordinary_facts();
  facts.booking = Booking::cancelled;
  CHECK(judged(facts, due) == drop(Reason::appointment_cancelled));
}

TEST_CASE("what a waiting reminder becomes: only what the appointment ended may come back") {
  CHECK(state_after(allow()) == ReminderState::intended);
  CHECK(state_after(defer({}, Reason::stopped)) == ReminderState::waiting);
  CHECK(state_after(hold(Reason::too_late)) == ReminderState::held);
  CHECK(state_after(drop(Reason::too_late)) == ReminderState::dropped);
  CHECK(state_after(drop(Reason::merged)) == ReminderState::merged);
  for (const Reason reason :
       {Reason::appointment_cancelled, Reason::appointment_moved, Reason::already_confirmed, Reason::discarded}) {
    CHECK(state_after(drop(reason)) == ReminderState::withdrawn);
  }
}

TEST_CASE("who is just being told of a start is not told again meanwhile, by whatever rule: it is merged") {
  DueFacts facts = ordinary_facts();
  const Instant now = ordinary_house().now;
  PastContact contact = ordinary_contact(now - minutes{30} + milliseconds{1});
  contact.client = ordinary_due().client;
  contact.start_local = facts.start_local;
  contact.due = ordinary_due().due - hours{5};
  contact.attempt = AttemptId(7);
  contact.running = true;
  facts.contacts = {contact};
  CHECK(judged(facts) == drop(Reason::merged));
  CHECK(carrier_of(ordinary_due(), ordinary_house(), facts) == AttemptId(7));
  facts.contacts[0].running = false;
  CHECK(judged(facts) == drop(Reason::already_told));
  CHECK_FALSE(carrier_of(ordinary_due(), ordinary_house(), facts));
  facts.contacts[0].at = now - minutes{30};
  CHECK(judged(facts) == allow());
  facts.contacts[0].running = true;
  facts.contacts[0].due = ordinary_due().due + hours{1};
  CHECK(judged(facts) == drop(Reason::merged));
}

TEST_CASE("who was told of a start is not told again by another row, by local time or by instant") {
  DueFacts facts = ordinary_facts();
  PastContact contact = ordinary_contact(ordinary_house().now - hours{2});
  contact.client = ordinary_due().client;
  contact.start_local = facts.start_local;
  contact.due = ordinary_due().due - hours{1};
  facts.contacts = {contact};
  CHECK(judged(facts) == drop(Reason::already_told));
  facts.contacts[0].start_local = "2026-05-13T18:00";
  facts.contacts[0].start_instant = facts.starts_at;
  CHECK(judged(facts) == drop(Reason::already_told));
  facts.contacts[0].due -= milliseconds{1};
  CHECK(judged(facts) == allow());
  facts.contacts[0].due += milliseconds{1};
  facts.contacts[0].client = ClientId(77);
  CHECK(judged(facts) == allow());
}

TEST_CASE("a contact that reached nobody has told nothing") {
  DueFacts facts = ordinary_facts();
  PastContact busy = ordinary_contact(ordinary_house().now - hours{2});
  busy.client = ordinary_due().client;
  busy.start_local = facts.start_local;
  busy.due = ordinary_due().due;
  busy.in_vain = true;
  facts.contacts = {busy};
  CHECK(judged(facts) == allow());
}

TEST_CASE("no consent, an opt-out or no recipient is a no") {
  DueFacts facts = ordinary_facts();
  facts.consented = false;
  CHECK(judged(facts) == drop(Reason::no_consent));
  facts.suppressed = true;
  CHECK(judged(facts) == drop(Reason::suppressed));
  Due due = ordinary_due();
  due.recipient.clear();
  CHECK(judged(ordinary_facts(), due) == drop(Reason::unreachable));
}

TEST_CASE("only the account's countries, and never an emergency or premium number") {
  DueFacts facts = ordinary_facts();
  facts.country = "JM";
  CHECK(judged(facts) == drop(Reason::country_not_allowed));
  facts.country = "";
  CHECK(judged(facts) == drop(Reason::country_not_allowed));
  facts = ordinary_facts();
  facts.number_kind = NumberKind::refused;
  CHECK(judged(facts) == drop(Reason::number_not_allowed));
  Due due = ordinary_due();
  due.key.channel = Channel::email;
  CHECK(judged(facts, due) == allow());
}

TEST_CASE("a call waits when one of the zones the client may be in is asleep") {
  DueFacts facts = ordinary_facts();
  facts.zones = {Zone::find("America/New_York").value(), Zone::find("Pacific/Honolulu").value()};
  HouseFacts house = ordinary_house();
  house.now = parse_instant("2026-05-12T18:59:59Z").value();  // 08:59:59 in Honolulu
  CHECK(judged(house, facts) == defer(parse_instant("2026-05-12T19:00:00Z").value(), Reason::outside_hours));
  facts.starts_at = parse_instant("2026-05-12T19:29:59Z").value();
  CHECK(judged(house, facts) == drop(Reason::no_hours_left));
  facts = ordinary_facts();
  facts.zones = {Zone::find("America/New_York").value(), Zone::find("Pacific/Honolulu").value()};
  CHECK(judged(house, facts) == defer(parse_instant("2026-05-12T19:00:00Z").value(), Reason::outside_hours));
  facts.zones.clear();
  CHECK(judged(house, facts) == hold(Reason::zone_unknown));
  Due due = ordinary_due();
  due.key.channel = Channel::email;
  CHECK(judged(house, facts, due) == allow());
}

TEST_CASE("on a day on which the business is closed nobody is rung; texts and emails go out") {
  HouseFacts house = ordinary_house();
  const Zone own = Zone::find("America/New_York").value();
  const LocalDate today = parse_date("2026-05-12").value();
  house.closed_days = any_hour_but_on({today}, {own});
  DueFacts facts = ordinary_facts();
  CHECK(judged(house, facts) == defer(parse_instant("2026-05-13T13:00:00Z").value(), Reason::closed_day));
  for (const Channel channel : {Channel::text, Channel::email}) {
    Due due = ordinary_due();
    due.key.channel = channel;
    CHECK(judged(house, facts, due) == allow());
  }
  facts.starts_at = parse_instant("2026-05-13T13:29:59Z").value();
  CHECK(judged(house, facts) == drop(Reason::closed_day));
  house.closed_days = any_hour_but_on({today + std::chrono::days{1}}, {own});
  CHECK(judged(house, ordinary_facts()) == allow());
}

TEST_CASE("by night the hours are why a call waits, though the day is closed too; it waits for both to end") {
  HouseFacts house = ordinary_house();
  const Zone own = Zone::find("America/New_York").value();
  house.now = parse_instant("2026-05-12T12:59:00Z").value();  // 08:59 there
  house.closed_days = any_hour_but_on({parse_date("2026-05-12").value()}, {own});
  CHECK(judged(house, ordinary_facts()) == defer(parse_instant("2026-05-13T13:00:00Z").value(), Reason::outside_hours));
}

TEST_CASE("a business that is closed for longer than is looked ahead, or nobody knows where, asks a person") {
  HouseFacts house = ordinary_house();
  std::set<LocalDate> closed;
  for (int day = 0; day < 15; ++day) closed.insert(parse_date("2026-05-12").value() + std::chrono::days{day});
  house.closed_days = any_hour_but_on(closed, {Zone::find("America/New_York").value()});
  CHECK(permitted_hours(ordinary_due(), house, ordinary_facts()) == hold(Reason::closed_day));
  house.closed_days = any_hour_but_on({}, {});
  CHECK(permitted_hours(ordinary_due(), house, ordinary_facts()) == hold(Reason::zone_unknown));
  Due text = ordinary_due();
  text.key.channel = Channel::text;
  CHECK(permitted_hours(text, house, ordinary_facts()) == allow());
}

TEST_CASE("one running call a number, one call an hour") {
  DueFacts facts = ordinary_facts();
  const Instant now = ordinary_house().now;
  facts.contacts = {ordinary_contact(now - hours{3})};
  facts.contacts[0].channel = Channel::call;
  CHECK(judged(facts) == allow());
  facts.contacts[0].running = true;
  CHECK(judged(facts) == defer(now + minutes{2}, Reason::contact_running));
  facts.contacts[0].running = false;
  facts.contacts[0].at = now - minutes{60};
  CHECK(judged(facts) == allow());
  facts.contacts[0].at += milliseconds{1};
  CHECK(judged(facts) == defer(now + milliseconds{1}, Reason::recipient_cap));
}

TEST_CASE("the caps count every account's contacts, and say when one more fits") {
  DueFacts facts = ordinary_facts();
  facts.starts_at += hours{24 * 30};
  const Instant now = ordinary_house().now;
  facts.contacts = {ordinary_contact(now - hours{1}), ordinary_contact(now - hours{5})};
  CHECK(judged(facts) == allow());
  facts.contacts.push_back(ordinary_contact(now - hours{20}));
  CHECK(judged(facts) == defer(now + hours{4}, Reason::recipient_cap));
  facts.contacts.push_back(ordinary_contact(now - hours{23}));
  CHECK(judged(facts) == defer(now + hours{4}, Reason::recipient_cap));
  facts.contacts[2].at = now - hours{24};
  facts.contacts[3].at = now - hours{24};
  CHECK(judged(facts) == allow());
}

TEST_CASE("two reminders of one person in one batch count for each other") {
  Due second = ordinary_due();
  second.key.appointment = AppointmentId(2);
  DueFacts other = ordinary_facts();
  other.start_local = "2026-05-13T16:00";
  other.start_key = second.key.start = "2026-05-13T16:00";
  other.starts_at += hours{2};
  const auto verdicts = judge(std::vector{ordinary_due(), second}, Facts{ordinary_house(), {ordinary_facts(), other}});
  CHECK(verdicts[0].decision == allow());
  CHECK(verdicts[1].decision == defer(ordinary_house().now + minutes{2}, Reason::contact_running));
}

TEST_CASE(
    "only what was counted bars its neighbours: a reminder that was allowed and could not leave has told nobody") {
  Due again = ordinary_due();
  again.key.rule = RuleId(2);
  Judge judge(ordinary_house());
  DueFacts first = ordinary_facts();
  DueFacts second = ordinary_facts();
  CHECK(judge.ask(ordinary_due(), first) == allow());
  CHECK(judge.ask(again, second) == allow());
  judge.count(again, second);
  DueFacts third = ordinary_facts();
  CHECK(judge.ask(ordinary_due(), third) == drop(Reason::already_told));
}

TEST_CASE("a contact uses up a place on the line of its channel; who finds none waits in a row, a minute at most") {
  HouseFacts house = ordinary_house();
  house.line = {
      .call = {1, seconds{20}, 0}, .text = {1, milliseconds{100}, 0}, .email = {0, milliseconds{10}, 0}, .in_all = 3};
  Judge judge(house);
  const auto ask = [&](Channel channel, int person) {
    Due due = ordinary_due();
    due.key.channel = channel;
    due.recipient = "+1212555010" + std::to_string(person);
    DueFacts facts = ordinary_facts();
    const Decision decision = judge.ask(due, facts);
    if (decision.kind == DecisionKind::allow) judge.count(due, facts);
    return decision;
  };
  CHECK(ask(Channel::call, 1) == allow());
  CHECK(ask(Channel::call, 2) == defer(house.now + seconds{20}, Reason::line_pace));
  CHECK(ask(Channel::call, 3) == defer(house.now + seconds{40}, Reason::line_pace));
  CHECK(ask(Channel::call, 4) == defer(house.now + seconds{60}, Reason::line_pace));
  CHECK(ask(Channel::call, 5) == defer(house.now + seconds{60}, Reason::line_pace));
  CHECK(ask(Channel::text, 6) == allow());
  CHECK(ask(Channel::text, 7) == defer(house.now + seconds{1}, Reason::line_pace));
  CHECK(ask(Channel::email, 8) == defer(house.now + seconds{1}, Reason::line_pace));
  CHECK(judge.house().line.call.places == 0);
  CHECK(judge.house().line.call.waiting == 4);
  CHECK(judge.house().line.in_all == 1);
}

TEST_CASE("during a probation whoever waits for the line keeps a place of the hour: no younger one takes it") {
  HouseFacts house = ordinary_house();
  house.line = free_lines;
  house.line.call.places = 0;
  house.volume.probation = 1;
  Judge judge(house);
  Due call = ordinary_due();
  DueFacts facts = ordinary_facts();
  CHECK(judge.ask(call, facts).reason == Reason::line_pace);
  Due text = ordinary_due();
  text.key.channel = Channel::text;
  text.recipient = "+12125550177";
  DueFacts others = ordinary_facts();
  CHECK(judge.ask(text, others).reason == Reason::probation);
  house.volume.probation = 2;
  Judge roomier(house);
  (void)roomier.ask(call, facts);
  CHECK(roomier.ask(text, others) == allow());
}

TEST_CASE("the channels share the room in flight: whoever is asked first takes it") {
  HouseFacts house = ordinary_house();
  house.line = free_lines;
  house.line.in_all = 1;
  Judge judge(house);
  Due text = ordinary_due();
  text.key.channel = Channel::text;
  DueFacts facts = ordinary_facts();
  CHECK(judge.ask(text, facts) == allow());
  judge.count(text, facts);
  Due call = ordinary_due();
  call.recipient = "+12125550177";
  DueFacts others = ordinary_facts();
  CHECK(judge.ask(call, others).reason == Reason::line_pace);
}

TEST_CASE("the interlocks stand in their written order, and a layer switched off takes only its own away") {
  const auto names = [](const Layers& layers) {
    std::string words;
    for (const auto& interlock : interlocks_in_order(layers)) words += std::string(interlock.name) + " ";
    return words;
  };
  CHECK(names({}) ==
        "still_valid usefulness already_told consent allow_list country stopped permitted_hours contact_running "
        "recipient_caps unusual_volume budget account_pace capacity line_pace ");
  CHECK(names({.validity = false}) ==
        "already_told consent allow_list country stopped permitted_hours contact_running recipient_caps "
        "unusual_volume budget account_pace capacity line_pace ");
  CHECK(names({.caps = false}) ==
        "still_valid usefulness already_told consent allow_list country stopped permitted_hours "
        "unusual_volume budget account_pace capacity line_pace ");
  CHECK(names({.already_told = false}) ==
        "still_valid usefulness consent allow_list country stopped permitted_hours contact_running recipient_caps "
        "unusual_volume budget account_pace capacity line_pace ");
  CHECK(names({.failsafe = false}) ==
        "still_valid usefulness already_told consent allow_list country stopped permitted_hours contact_running "
        "recipient_caps budget account_pace capacity line_pace ");
}

TEST_CASE("an interlock that fails is a no with a reason of its own, and the one after it is not asked") {
  Judge judge(ordinary_house(),
              std::vector<Interlock>{
                  {"fine", [](const Due&, const HouseFacts&, const DueFacts&) { return allow(); }},
                  {"broken", [](const Due&, const HouseFacts&, const DueFacts&) -> Decision { throw "a bug"; }},
                  {"never", [](const Due&, const HouseFacts&, const DueFacts&) { return allow(); }}});
  DueFacts facts = ordinary_facts();
  CHECK(judge.ask(ordinary_due(), facts) == drop(Reason::interlock_error));
  const auto asked = judge.asked();
  CHECK(asked[0].times == 1);
  CHECK(asked[1].interlock == "broken");
  CHECK(asked[1].times == 1);
  CHECK(asked[2].times == 0);
}

TEST_CASE("a reminder without its facts is a no") {
  CHECK(judge(std::vector{ordinary_due()}, Facts{ordinary_house(), {}}).front().decision ==
        drop(Reason::interlock_error));
}

TEST_CASE("at the answer, what was cancelled, revoked or stopped meanwhile is not said") {
  CHECK(judge_at_answer(ordinary_due(), ordinary_house(), ordinary_facts()) == allow());
  DueFacts facts = ordinary_facts();
  facts.suppressed = true;
  CHECK(judge_at_answer(ordinary_due(), ordinary_house(), facts) == drop(Reason::suppressed));
  HouseFacts house = ordinary_house();
  house.stopped = true;
  CHECK(judge_at_answer(ordinary_due(), house, ordinary_facts()).reason == Reason::stopped);
  // A call that the gateway kept for hours is of no use any more; one that was sent in time and rang is.
  Due late = ordinary_due();
  late.send_at = ordinary_house().now - ordinary_facts().max_lateness - minutes{5};
  CHECK(judge_at_answer(late, ordinary_house(), ordinary_facts()) == allow());
  late.send_at -= milliseconds{1};
  CHECK(judge_at_answer(late, ordinary_house(), ordinary_facts()).reason == Reason::too_late);
}

TEST_CASE("every reason has a code and a sentence, and the code reads back") {
  for (int i = 1; i <= static_cast<int>(Reason::interlock_error); ++i) {
    const auto reason = static_cast<Reason>(i);
    CHECK(parse_reason(to_string(reason)) == reason);
    CHECK_FALSE(explain(reason).empty());
    CHECK(explain(reason, Language::es) != explain(reason));
  }
}
