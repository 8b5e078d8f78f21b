// Each interlock at the edge of its rule, asked by itself.
#include <doctest/doctest.h>

#include "interlock/interlocks.h"
#include "interlock/judge.h"
#include "interlock/ordinary_facts.h"

namespace courtesy {
namespace {

using namespace std::chrono_literals;

const Instant now = ordinary_house().now;

Due by(Channel channel) {
  Due due = ordinary_due();
  due.key.channel = channel;
  return due;
}

PastContact call(Instant at) {
  PastContact contact = ordinary_contact(at);
  contact.channel = Channel::call;
  return contact;
}

TEST_CASE("the kinds of decision are the ledger's words; what is none of them is a drop") {
  CHECK(to_string(DecisionKind::allow) == "allow");
  CHECK(to_string(DecisionKind::defer) == "defer");
  CHECK(to_string(DecisionKind::hold) == "hold");
  CHECK(to_string(DecisionKind::drop) == "drop");
  CHECK(to_string(static_cast<DecisionKind>(99)) == "drop");
}

TEST_CASE("a reason is read from its own word alone") {
  CHECK(parse_reason("none") == Reason::none);
  CHECK(parse_reason("suppressed") == Reason::suppressed);
  CHECK_FALSE(parse_reason(""));
  CHECK_FALSE(parse_reason("Suppressed"));
  CHECK(explain(Reason::none).empty());
  CHECK(explain(Reason::none, Language::es).empty());
}

TEST_CASE("only the hours, closed days and the caps move the time from which lateness counts") {
  for (int i = 0; i <= static_cast<int>(Reason::interlock_error); ++i) {
    const auto reason = static_cast<Reason>(i);
    CHECK(moves_send_time(reason) ==
          (reason == Reason::outside_hours || reason == Reason::closed_day || reason == Reason::recipient_cap));
  }
}

TEST_CASE("an allow list's entry is one recipient, or with a star all that begin like it; an empty one is nobody") {
  const auto allowed = [](const std::string& entry, const std::string& recipient) {
    HouseFacts house = ordinary_house();
    house.environment = {.production = false, .allow_list = {entry}};
    Due due = ordinary_due();
    due.recipient = recipient;
    const Decision decision = allow_list(due, house, ordinary_facts());
    CHECK((decision == allow() || decision == drop(Reason::not_allow_listed)));
    return decision == allow();
  };
  CHECK(allowed("+12125550123", "+12125550123"));
  CHECK_FALSE(allowed("+12125550123", "+121255501234"));
  CHECK_FALSE(allowed("+121255501234", "+12125550123"));
  CHECK(allowed("+1212555*", "+12125550123"));
  CHECK(allowed("+1212555*", "+1212555"));
  CHECK_FALSE(allowed("+1212555*", "+121255"));
  CHECK_FALSE(allowed("+1212555*", "+1212556"));
  CHECK_FALSE(allowed("+1212555*", "x+1212555"));
  CHECK(allowed("*", "+12125550123"));
  CHECK_FALSE(allowed("", "+12125550123"));
  CHECK_FALSE(allowed("*@example.org", "a@example.org"));
}

TEST_CASE("in production the allow list is not asked") {
  HouseFacts house = ordinary_house();
  house.environment = {.production = true, .allow_list = {"+442079460000"}};
  CHECK(allow_list(ordinary_due(), house, ordinary_facts()) == allow());
}

TEST_CASE("what was said of a start within an hour of this reminder's time bars it, on either side, for its client") {
  DueFacts facts = ordinary_facts();
  const Due due = ordinary_due();
  PastContact contact = ordinary_contact(now - 10h);
  contact.client = due.client;
  const auto with = [&](minutes from_due, std::string start_local, Instant start, ClientId client) {
    contact.due = due.due + from_due;
    contact.start_local = std::move(start_local);
    contact.start_instant = start;
    contact.client = client;
    facts.contacts = {contact};
    return already_told(due, ordinary_house(), facts);
  };
  const Instant other = facts.starts_at + 1h;
  for (const minutes away : {-60min, 0min, 60min}) {
    CHECK(with(away, facts.start_local, other, due.client) == drop(Reason::already_told));
    CHECK(with(away, "elsewhere", facts.starts_at, due.client) == drop(Reason::already_told));
    CHECK(with(away, "elsewhere", other, due.client) == allow());
    CHECK(with(away, facts.start_local, facts.starts_at, ClientId(77)) == allow());
  }
  for (const minutes away : {-61min, 61min})
    CHECK(with(away, facts.start_local, facts.starts_at, due.client) == allow());
}

TEST_CASE("no recipient comes before an opt-out, and an opt-out before a missing consent") {
  DueFacts facts = ordinary_facts();
  Due due = ordinary_due();
  CHECK(consent(due, ordinary_house(), facts) == allow());
  facts.consented = false;
  CHECK(consent(due, ordinary_house(), facts) == drop(Reason::no_consent));
  facts.suppressed = true;
  CHECK(consent(due, ordinary_house(), facts) == drop(Reason::suppressed));
  facts.consented = true;
  CHECK(consent(due, ordinary_house(), facts) == drop(Reason::suppressed));
  due.recipient.clear();
  CHECK(consent(due, ordinary_house(), facts) == drop(Reason::unreachable));
}

TEST_CASE("texts are kept to the account's countries like calls; an address has none") {
  DueFacts facts = ordinary_facts();
  facts.country = "JM";
  for (const Channel channel : {Channel::call, Channel::text}) {
    CHECK(country(by(channel), ordinary_house(), facts) == drop(Reason::country_not_allowed));
  }
  CHECK(country(by(Channel::email), ordinary_house(), facts) == allow());
  facts.number_kind = NumberKind::refused;
  CHECK(country(by(Channel::text), ordinary_house(), facts) == drop(Reason::number_not_allowed));
}

TEST_CASE("nobody is called or texted while a call with that number is under way; email disturbs nobody") {
  DueFacts facts = ordinary_facts();
  facts.contacts = {call(now - 5h)};
  facts.contacts[0].running = true;
  for (const Channel channel : {Channel::call, Channel::text}) {
    CHECK(contact_running(by(channel), ordinary_house(), facts) == defer(now + 2min, Reason::contact_running));
  }
  CHECK(contact_running(by(Channel::email), ordinary_house(), facts) == allow());
  facts.contacts[0].channel = Channel::text;
  CHECK(contact_running(by(Channel::call), ordinary_house(), facts) == allow());
}

TEST_CASE("a call keeps its distance to the last call, a text does not, and no call to a text") {
  DueFacts facts = ordinary_facts();
  facts.contacts = {call(now - 10min)};
  CHECK(contact_running(by(Channel::call), ordinary_house(), facts) == defer(now + 50min, Reason::recipient_cap));
  CHECK(contact_running(by(Channel::text), ordinary_house(), facts) == allow());
  facts.contacts = {ordinary_contact(now - 10min)};
  CHECK(contact_running(by(Channel::call), ordinary_house(), facts) == allow());
  facts.contacts = {call(now - 60min)};
  CHECK(contact_running(by(Channel::call), ordinary_house(), facts) == allow());
  facts.contacts = {call(now - 60min + 1ms)};
  CHECK(contact_running(by(Channel::call), ordinary_house(), facts) == defer(now + 1ms, Reason::recipient_cap));
}

TEST_CASE("hours that never open within two weeks are for a person; the last opening within them is waited for") {
  DueFacts facts = ordinary_facts();
  facts.zones = {Zone::find("UTC").value()};
  facts.hours = {};
  CHECK(permitted_hours(by(Channel::call), ordinary_house(), facts) == hold(Reason::outside_hours));
  CHECK(permitted_hours(by(Channel::email), ordinary_house(), facts) == allow());
  // It is a Tuesday, 19:00: only the one in a week is open again.
  facts.hours[1] = {{hours{18}, hours{19}}};
  CHECK(permitted_hours(by(Channel::text), ordinary_house(), facts) == defer(now + 167h, Reason::outside_hours));
  HouseFacts house = ordinary_house();
  house.now = now - 1ms;
  CHECK(permitted_hours(by(Channel::text), house, facts) == allow());
}

TEST_CASE("no zone is a question for a person, except for email") {
  DueFacts facts = ordinary_facts();
  facts.zones.clear();
  CHECK(permitted_hours(by(Channel::text), ordinary_house(), facts) == hold(Reason::zone_unknown));
  CHECK(permitted_hours(by(Channel::email), ordinary_house(), facts) == allow());
}

TEST_CASE("a contact counts until its window has passed, to the millisecond") {
  DueFacts facts = ordinary_facts();
  facts.caps = {{hours{24}, 1}};
  facts.contacts = {ordinary_contact(now - 24h)};
  CHECK(recipient_caps(ordinary_due(), ordinary_house(), facts) == allow());
  facts.contacts[0].at += 1ms;
  CHECK(recipient_caps(ordinary_due(), ordinary_house(), facts) == defer(now + 1ms, Reason::recipient_cap));
}

TEST_CASE("one more contact fits when enough of the oldest have left the window, in whatever order they stand") {
  DueFacts facts = ordinary_facts();
  facts.caps = {{hours{24}, 2}};
  facts.contacts = {ordinary_contact(now - 3h), ordinary_contact(now - 9h), ordinary_contact(now - 6h)};
  CHECK(recipient_caps(ordinary_due(), ordinary_house(), facts) == defer(now + 18h, Reason::recipient_cap));
  facts.contacts.pop_back();
  CHECK(recipient_caps(ordinary_due(), ordinary_house(), facts) == defer(now + 15h, Reason::recipient_cap));
  facts.contacts.pop_back();
  CHECK(recipient_caps(ordinary_due(), ordinary_house(), facts) == allow());
}

TEST_CASE("every cap is kept, and a cap of no contacts at all is for a person") {
  DueFacts facts = ordinary_facts();
  facts.contacts = {ordinary_contact(now - 30h)};
  facts.caps = {{hours{24}, 1}, {hours{48}, 1}};
  CHECK(recipient_caps(ordinary_due(), ordinary_house(), facts) == defer(now + 18h, Reason::recipient_cap));
  facts.contacts.clear();
  facts.caps = {{hours{24}, 1}, {hours{48}, 0}};
  CHECK(recipient_caps(ordinary_due(), ordinary_house(), facts) == hold(Reason::recipient_cap));
  facts.caps = {{hours{24}, -1}};
  CHECK(recipient_caps(ordinary_due(), ordinary_house(), facts) == hold(Reason::recipient_cap));
  facts.caps.clear();
  CHECK(recipient_caps(ordinary_due(), ordinary_house(), facts) == allow());
}

TEST_CASE("an appointment is past once it has begun, or somebody came to it or did not") {
  DueFacts facts = ordinary_facts();
  HouseFacts house = ordinary_house();
  house.now = facts.starts_at - 1ms;
  CHECK(still_valid(ordinary_due(), house, facts) == allow());
  house.now = facts.starts_at;
  CHECK(still_valid(ordinary_due(), house, facts) == drop(Reason::appointment_past));
  for (const Presence presence : {Presence::showed, Presence::no_show}) {
    facts.presence = presence;
    CHECK(still_valid(ordinary_due(), ordinary_house(), facts) == drop(Reason::appointment_past));
  }
}

TEST_CASE("a cancelled appointment says so before all else, a moved one before it was confirmed") {
  DueFacts facts = ordinary_facts();
  facts.answer = Answer::confirmed;
  CHECK(still_valid(ordinary_due(), ordinary_house(), facts) == drop(Reason::already_confirmed));
  facts.start_key = "elsewhere";
  CHECK(still_valid(ordinary_due(), ordinary_house(), facts) == drop(Reason::appointment_moved));
  facts.booking = Booking::cancelled;
  CHECK(still_valid(ordinary_due(), ordinary_house(), facts) == drop(Reason::appointment_cancelled));
}

TEST_CASE("a stop is looked at again in a minute, and holds up nobody once it is over") {
  HouseFacts house = ordinary_house();
  CHECK(stopped(ordinary_due(), house, ordinary_facts()) == allow());
  house.stopped = true;
  for (const Channel channel : {Channel::call, Channel::text, Channel::email}) {
    CHECK(stopped(by(channel), house, ordinary_facts()) == defer(now + 1min, Reason::stopped));
  }
}

TEST_CASE("a wait that ends with the last useful moment is a wait, one that ends later is a drop with its reason") {
  HouseFacts house = ordinary_house();
  house.stopped = true;
  DueFacts facts = ordinary_facts();
  facts.starts_at = now + 1min + facts.min_lead;
  CHECK(Judge(house).ask(ordinary_due(), facts) == defer(now + 1min, Reason::stopped));
  facts.starts_at -= 1ms;
  CHECK(Judge(house).ask(ordinary_due(), facts) == drop(Reason::stopped));
}

TEST_CASE("what counts for a neighbour is the contact as it was, and for other recipients nothing") {
  Judge fold(ordinary_house());
  DueFacts first = ordinary_facts();
  CHECK(fold.ask(ordinary_due(), first) == allow());
  fold.count(ordinary_due(), first);
  DueFacts again = ordinary_facts();
  fold.ask(ordinary_due(), again);
  REQUIRE(again.contacts.size() == 1);
  const PastContact& contact = again.contacts[0];
  CHECK(contact.at == now);
  CHECK(contact.client == ordinary_due().client);
  CHECK(contact.start_local == ordinary_facts().start_local);
  CHECK(contact.start_instant == ordinary_facts().starts_at);
  CHECK(contact.channel == Channel::call);
  CHECK(contact.due == ordinary_due().due);
  CHECK(contact.running);
  CHECK_FALSE(contact.in_vain);
  Due other = ordinary_due();
  other.recipient = "+12125550124";
  DueFacts others = ordinary_facts();
  CHECK(fold.ask(other, others) == allow());
  CHECK(others.contacts.empty());
}

TEST_CASE("more reminders than facts: each that has its own is judged, the others are a no") {
  const std::vector<Due> due{ordinary_due(), ordinary_due(), ordinary_due()};
  const auto verdicts = judge(due, Facts{ordinary_house(), {ordinary_facts()}});
  REQUIRE(verdicts.size() == 3);
  CHECK(verdicts[0].decision == allow());
  CHECK(verdicts[1].decision == drop(Reason::interlock_error));
  CHECK(verdicts[2].decision == drop(Reason::interlock_error));
  CHECK(judge({}, Facts{ordinary_house(), {}}).empty());
}

}  // namespace
}  // namespace courtesy
