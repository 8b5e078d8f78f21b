#include <doctest/doctest.h>

#include "store/unit.h"
#include "watch/test_office.h"

using namespace courtesy;

namespace {

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

TEST_CASE("a worker that gets on is never a page") {
  WatchedHouse house;
  house.open();
  house.pass(minutes{120});
  CHECK(house.rings() == 0);
  CHECK(house.open_pages() == 0);
}

TEST_CASE("a missed heartbeat rings the operator within five minutes, by call, text and email in turn") {
  WatchedHouse house;
  house.open();
  house.pass(minutes{10});
  house.pass(minutes{4}, false);
  REQUIRE(house.gateway.contacts().size() == 1);
  CHECK(house.gateway.contacts()[0].channel == Channel::call);
  CHECK(house.gateway.contacts()[0].recipient == "+12125550150");
  house.pass(minutes{2}, false);
  REQUIRE(house.gateway.contacts().size() == 2);
  CHECK(house.gateway.contacts()[1].channel == Channel::text);
  CHECK(contains(house.gateway.contacts()[1].text, "The dispatcher of the node test has not got on"));
  CHECK(house.mail.messages().empty());
  house.pass(minutes{2}, false);
  REQUIRE(house.mail.messages().size() == 1);
  CHECK(house.mail.messages()[0].to == "kim@ops.example");
  // Then nothing, until the next operator has a set.
  house.pass(minutes{9}, false);
  CHECK(house.rings() == 3);
  house.pass(minutes{2}, false);
  REQUIRE(house.gateway.contacts().size() == 3);
  CHECK(house.gateway.contacts()[2].recipient == "+12125550151");
}

TEST_CASE("there is never more than one set in fifteen minutes") {
  WatchedHouse house;
  house.open();
  house.pass(minutes{5}, false);
  house.pass(minutes{240}, false);
  std::vector<Instant> calls;
  for (const auto& contact : house.gateway.contacts()) {
    if (contact.channel == Channel::call) calls.push_back(contact.at);
  }
  REQUIRE(calls.size() > 10);
  for (std::size_t i = 1; i < calls.size(); ++i) CHECK(calls[i] - calls[i - 1] >= minutes{15});
}

TEST_CASE("the key 1 in the call acknowledges, and nobody is rung any more") {
  WatchedHouse house;
  house.open();
  house.pass(minutes{4}, false);
  REQUIRE(house.gateway.contacts().size() == 1);
  const std::string token = house.gateway.contacts()[0].token;
  CHECK(contains(house.call(token, "answer").body, "press 1"));
  CHECK(contains(house.call(token, "1/keys", "1").body, "The dispatcher of the node test"));
  // A doubled request changes nothing.
  CHECK(contains(house.call(token, "1/keys", "1").body, "The dispatcher of the node test"));
  CHECK(house.open_pages() == 1);
  CHECK(contains(house.call(token, "2/keys", "1").body, "acknowledged"));
  CHECK(house.open_pages() == 0);
  house.pass(minutes{240}, false);
  CHECK(house.rings() == 1);
}

TEST_CASE("a machine hears what is wrong and acknowledges nothing") {
  WatchedHouse house;
  house.open();
  house.pass(minutes{5}, false);
  const std::string token = house.gateway.contacts()[0].token;
  house.call(token, "answer");
  CHECK(contains(house.call(token, "1/silence").body, "The dispatcher of the node test"));
  house.call(token, "2/played");
  CHECK(house.open_pages() == 1);
  // Its end brings the text, without waiting for its turn.
  house.call(token, "status", "", "completed");
  house.pass(minutes{1}, false);
  CHECK(house.gateway.contacts().size() == 2);
}

TEST_CASE("a reply with OK acknowledges, from the operator's number alone") {
  WatchedHouse house;
  house.open();
  house.pass(minutes{8}, false);
  CHECK(house.text_in("+12125550177", "OK").status == 404);
  CHECK(contains(house.text_in("+12125550150", "what?").body, "reply OK"));
  CHECK(house.open_pages() == 1);
  CHECK(contains(house.text_in("+12125550150", " Ok. ").body, "acknowledged"));
  CHECK(house.open_pages() == 0);
  CHECK(contains(house.text_in("+12125550150", "OK").body, "nothing waits"));
}

TEST_CASE("the link acknowledges with its button, not by being fetched, and no other link does") {
  WatchedHouse house;
  house.open();
  house.pass(minutes{8}, false);
  const std::string link = "/page/" + house.gateway.contacts()[0].token;
  CHECK(contains(house.ask("GET", link).body, "The dispatcher of the node test"));
  CHECK(house.open_pages() == 1);
  CHECK(house.ask("POST", link + "x").status == 404);
  CHECK(house.ask("GET", "/page/0.1.").status == 404);
  CHECK(house.open_pages() == 1);
  CHECK(house.ask("POST", link).status == 200);
  CHECK(house.open_pages() == 0);
}

TEST_CASE("a callback without the right signature changes nothing") {
  WatchedHouse house;
  house.open();
  house.pass(minutes{5}, false);
  const std::string token = house.gateway.contacts()[0].token;
  CHECK(house.ask("POST", "/twilio/call/" + token + "/answer", {{"CallSid", "CA1"}}, "another key").status == 403);
}

TEST_CASE("a stop does not cut the pager, and a stop by the failsafe is itself a page") {
  WatchedHouse house;
  house.open();
  house.pass(minutes{2});
  house.write([](Unit& unit) { return unit.accounts().set_stop("Kim", "maintenance"); }, AccountId(1));
  house.pass(minutes{10});
  CHECK(house.rings() == 0);  // whoever stops by hand knows it
  house.write([](Unit& unit) { return unit.accounts().set_stop("failsafe", "600 contacts in an hour"); }, AccountId{});
  house.pass(minutes{3});
  REQUIRE(house.gateway.contacts().size() >= 1);
  house.pass(minutes{3});
  CHECK(contains(house.gateway.contacts()[1].text, "All sending is stopped: 600 contacts in an hour"));
}

TEST_CASE("a restart in the middle of a page rings nothing again, and an unacknowledged one goes on") {
  WatchedHouse house;
  house.open();
  house.write([](Unit& unit) { return unit.accounts().set_stop("failsafe", "too much"); }, AccountId{});
  house.pass(minutes{1});
  REQUIRE(house.gateway.contacts().size() == 1);
  for (int i = 0; i < 3; ++i) house.open();
  house.pass(minutes{1});
  CHECK(house.gateway.contacts().size() == 1);
  house.pass(minutes{2});
  CHECK(house.gateway.contacts().size() == 2);  // its text, at its time
  // Acknowledged by the link of the first life's call.
  CHECK(house.ask("POST", "/page/" + house.gateway.contacts()[0].token).status == 200);
  house.open();
  house.pass(minutes{60});
  CHECK(house.rings() == 2);
}

TEST_CASE("what happens again after it was acknowledged is a page again; while it lasts it is one page") {
  WatchedHouse house;
  house.open();
  house.pass(minutes{4}, false);
  house.ask("POST", "/page/" + house.gateway.contacts()[0].token);
  house.pass(minutes{60}, false);
  CHECK(house.gateway.contacts().size() == 1);
  house.pass(minutes{10});
  house.pass(minutes{4}, false);
  CHECK(house.gateway.contacts().size() == 2);
}

TEST_CASE("an acknowledgement covers what was told, and what came after it rings again") {
  WatchedHouse house;
  house.watch_settings.pager.step_after = minutes{10};
  house.open();
  house.pass(minutes{4}, false);
  const std::string token = house.gateway.contacts()[0].token;
  house.write([](Unit& unit) { return unit.accounts().set_stop("failsafe", "too much"); }, AccountId{});
  house.pass(minutes{1}, false);
  CHECK(house.open_pages() == 2);
  house.ask("POST", "/page/" + token);
  CHECK(house.open_pages() == 1);
  house.pass(minutes{16}, false);
  CHECK(house.gateway.contacts().size() == 2);
}

TEST_CASE("outside production nobody is paged who is not on the allow list, and that is on record") {
  WatchedHouse house;
  house.watch_settings.pager.operators = {{"Ed", "+13015550199", ""}, {"Kim", "+12125550150", ""}};
  house.open();
  house.pass(minutes{25}, false);
  REQUIRE_FALSE(house.gateway.contacts().empty());
  for (const auto& contact : house.gateway.contacts()) CHECK(contact.recipient == "+12125550150");
  const Rows rows = house.db->run("SELECT ending FROM page_ring ORDER BY page_set, step").value();
  CHECK(rows[0][0].text() == "not_allow_listed");
}

TEST_CASE("a ring that does not leave is followed by the next at once") {
  WatchedHouse house;
  house.open();
  house.gateway.next(FakeGateway::Reply::not_sent);
  house.pass(minutes{5}, false);
  REQUIRE(house.gateway.contacts().size() == 2);
  CHECK(house.gateway.contacts()[1].channel == Channel::text);
}

TEST_CASE("a node that stood still says so when it begins again; one that was ended on purpose does not") {
  WatchedHouse house;
  house.open();
  house.pass(minutes{2});
  house.watch.reset();
  house.store.reset();
  house.time.run_until(house.time.now() + hours{8});
  house.open();
  house.pass(minutes{4});
  REQUIRE(house.gateway.contacts().size() == 2);
  CHECK(contains(house.gateway.contacts()[1].text, "stood still for 8 hours"));

  WatchedHouse tidy;
  tidy.open();
  tidy.pass(minutes{2});
  bool finished = false;
  tidy.watch->finish([&] { finished = true; });
  tidy.time.run_until(tidy.time.now() + hours{8});
  CHECK(finished);
  tidy.open();
  tidy.pass(minutes{4});
  CHECK(tidy.rings() == 0);
}
