#include "node/feeds.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/test_log.h"
#include "gateway/scripted_http.h"
#include "store/import_run.h"
#include "store/ledger.h"
#include "store/sqlite/test_house.h"

using namespace courtesy;

namespace {

constexpr const char* address = "https://calendar.example/private-4711/basic.ics?key=geheim";
constexpr const char* source = "feed 1 (calendar.example)";

std::string event(const std::string& uid, const std::string& start) {
  return "BEGIN:VEVENT\r\nUID:" + uid + "\r\nDTSTART;TZID=America/New_York:" + start +
         "\r\nSUMMARY:Ana / cut / +1 212 555 0123\r\nEND:VEVENT\r\n";
}
const std::string ana = event("a", "20260514T140000");
const std::string ben = event("b", "20260515T150000");
std::string calendar(const std::string& events) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + events + "END:VCALENDAR\r\n";
}
http::Response answer(const std::string& events, const std::string& etag = {}) {
  http::Response response{.status = 200, .headers = {}, .body = calendar(events)};
  if (!etag.empty()) response.headers.emplace_back("ETag", etag);
  return response;
}

/// One feed every 15 minutes, in a house with a rule: a call the day before.
class FeedHouse : public TestHouse {
 public:
  explicit FeedHouse(const std::string& url = address) {
    write([&](Unit& unit) -> Result<void> {
      TRY(unit.feeds().add({.url = Secret<std::string>(url),
                            .attested = "Dr Maple, 2026-05-01",
                            .patterns = {{intake::Field::summary, "{name} / {any} / {number}"}},
                            .every = minutes{15}}));
      return {};
    });
    poller.emplace(FeedPoller::Parts{.loop = time,
                                     .clock = time,
                                     .store = *store,
                                     .http = http,
                                     .log = log,
                                     .read_number =
                                         [](std::string_view text, std::string_view) {
                                           std::string digits;
                                           for (const char c : text) {
                                             if (c == '+' || (c >= '0' && c <= '9')) digits += c;
                                           }
                                           return PhoneNumber::parse(digits);
                                         },
                                     .changed = [this] { ++changes; }});
    poller->start();
  }

  /// What the address answers next, and the time until it was asked and heard.
  void look(http::Exchange exchange, minutes after = minutes{15}) {
    http.answer(std::move(exchange));
    const std::size_t before = http.asked().size();
    time.run_until(time.now() + after + FeedPoller::tick);
    REQUIRE(http.asked().size() == before + 1);
  }
  std::vector<Appointment> appointments() {
    return read<std::vector<Appointment>>(
        [&](Unit& unit) { return unit.appointments().between(time.now(), time.now() + hours{24 * 100}); });
  }
  std::vector<ReminderRow> reminders(int appointment) {
    return read<std::vector<ReminderRow>>([&](Unit& unit) { return unit.queue().of(AppointmentId(appointment)); });
  }
  Feed feed() {
    return read<Feed>([](Unit& unit) { return unit.feeds().get(FeedId(1)); });
  }
  std::vector<LedgerRow> ledger() {
    return read<std::vector<LedgerRow>>([](Unit& unit) { return unit.ledger().find({}); });
  }
  std::size_t failures_told() {
    const auto rows = ledger();
    return static_cast<std::size_t>(
        std::count_if(rows.begin(), rows.end(), [](const LedgerRow& row) { return row.code == "feed_failed"; }));
  }

  ScriptedHttp http;
  KeptLog log;
  std::optional<FeedPoller> poller;
  int changes = 0;
};

}  // namespace

TEST_CASE("a new feed is read, its names and numbers by its patterns, and its reminders are planned") {
  FeedHouse house;
  house.look(answer(ana + ben), minutes{0});
  const auto all = house.appointments();
  REQUIRE(all.size() == 2);
  CHECK(all[0].source == source);
  const Client client = house.read<Client>([&](Unit& unit) { return unit.clients().get(all[0].client); });
  CHECK(client.name == "Ana");
  CHECK(client.number == "+12125550123");
  REQUIRE(house.reminders(1).size() == 1);
  CHECK(house.reminders(1)[0].state == ReminderState::waiting);
  CHECK(house.changes == 1);
  CHECK(house.feed().last_result == "2 appointments");
  const auto& asked = house.http.asked()[0];
  CHECK(asked.request.url == address);
  CHECK(asked.limits.total == milliseconds{20'000});
  CHECK(asked.limits.response_bytes == (8u << 20));
}

TEST_CASE("a feed that did not change changes nothing and leaves no line in the ledger") {
  FeedHouse house;
  house.look(answer(ana), minutes{0});
  const std::size_t lines = house.ledger().size();
  house.look(answer(ana));
  house.look(answer(ana));
  CHECK(house.ledger().size() == lines);
  CHECK(house.changes == 1);
  CHECK(house.appointments().size() == 1);
}

TEST_CASE("a feed is asked with its last ETag, and a 304 changes nothing") {
  FeedHouse house;
  house.look(answer(ana, "\"v1\""), minutes{0});
  CHECK_FALSE(house.http.asked()[0].request.header("If-None-Match"));
  const std::size_t lines = house.ledger().size();
  house.look(http::Response{.status = 304, .headers = {}, .body = {}});
  CHECK(house.http.asked()[1].request.header("If-None-Match") == "\"v1\"");
  CHECK(house.ledger().size() == lines);
  CHECK(house.appointments()[0].booking == Booking::booked);
}

TEST_CASE("an event that vanished from the feed is cancelled, and its reminder withdrawn") {
  FeedHouse house;
  house.look(answer(ana + ben), minutes{0});
  house.look(answer(ben));
  const auto all = house.appointments();
  REQUIRE(all.size() == 2);
  CHECK(all[0].booking == Booking::cancelled);
  CHECK(all[1].booking == Booking::booked);
  CHECK(house.reminders(1)[0].state == ReminderState::withdrawn);
}

TEST_CASE("a calendar that has lost unusually many at once cancels none of them, and the feed says why") {
  FeedHouse house;
  std::string all;
  for (int i = 0; i < 20; ++i) all += event("v" + std::to_string(i), "20260514T1" + std::to_string(i % 8) + "0000");
  house.look(answer(all + ana), minutes{0});
  REQUIRE(house.appointments().size() == 21);
  const auto booked = [&] {
    const auto now = house.appointments();
    return std::count_if(now.begin(), now.end(), [](const auto& one) { return one.booking == Booking::booked; });
  };
  house.look(answer(ana + ben));
  CHECK(booked() == 22);
  CHECK(house.feed().failures == 1);
  CHECK(house.feed().failure.find("20 of the 21") != std::string::npos);
  CHECK(house.ledger().front().code == "feed_doubted");
  // It was a glitch: whole again, it is well again.
  house.look(answer(all + ana + ben), minutes{30});
  CHECK(house.feed().failure.empty());
  // A person who adds it again has looked at it.
  house.write([](Unit& unit) -> Result<void> {
    TRY(unit.feeds().remove(FeedId(1)));
    TRY(unit.feeds().add({.url = Secret<std::string>(address),
                          .attested = "",
                          .patterns = {{intake::Field::summary, "{name} / {any} / {number}"}}}));
    return {};
  });
  house.look(answer(ana + ben), minutes{0});
  CHECK(booked() == 2);
}

TEST_CASE("how many gone are too many: more than ten and more than a fifth, or all of several") {
  CHECK_FALSE(too_many_gone(0, 0));
  CHECK_FALSE(too_many_gone(1, 1));
  CHECK(too_many_gone(2, 2));
  CHECK_FALSE(too_many_gone(10, 11));
  CHECK(too_many_gone(11, 54));
  CHECK_FALSE(too_many_gone(11, 55));
  CHECK_FALSE(too_many_gone(100, 500));
  CHECK(too_many_gone(101, 500));
}

TEST_CASE("an event that moved is planned anew, and the reminder of its old time withdrawn") {
  FeedHouse house;
  house.look(answer(ana), minutes{0});
  house.look(answer(event("a", "20260516T110000")));
  const auto rows = house.reminders(1);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].state == ReminderState::withdrawn);
  CHECK(rows[1].state == ReminderState::waiting);
  CHECK(to_string(rows[1].send_at) == "2026-05-15T15:00:00Z");
}

TEST_CASE("a feed that fails cancels nothing, is asked later and later, says why, and is well again once it answers") {
  FeedHouse house;
  house.look(answer(ana), minutes{0});
  const std::vector<http::Exchange> failures{
      http::Broken{"the connection broke off"}, http::NothingLeft{"there is no such host"},
      http::Response{.status = 503, .headers = {}, .body = calendar("")},
      http::Response{.status = 200, .headers = {}, .body = "<html>sign in</html>"},
      http::Response{.status = 301, .headers = {{"Location", "https://elsewhere.example/secret"}}, .body = {}}};
  minutes wait{15};
  for (const int intervals : {2, 4, 8, 16, 16}) {
    const std::size_t n = house.failures_told();
    house.look(failures[n], wait);
    CHECK(house.feed().failures == static_cast<int>(n) + 1);
    CHECK(house.failures_told() == n + 1);
    wait = minutes{15} * intervals;
    const milliseconds ahead = house.feed().next_at - house.time.now();
    CHECK(ahead <= wait);
    CHECK(ahead >= wait - minutes{5});
  }
  REQUIRE(house.appointments().size() == 1);
  CHECK(house.appointments()[0].booking == Booking::booked);
  CHECK(house.reminders(1)[0].state == ReminderState::waiting);
  house.look(answer(ana), wait);
  CHECK(house.feed().failures == 0);
  CHECK(house.feed().failure.empty());
}

TEST_CASE("a calendar that is cut off cancels nothing, and its ETag is not trusted") {
  FeedHouse house;
  house.look(answer(ana + ben), minutes{0});
  http::Response cut = answer(ana + ben, "\"v2\"");
  cut.body.resize(cut.body.size() - 40);
  house.look(std::move(cut));
  CHECK(house.appointments()[1].booking == Booking::booked);
  CHECK(house.feed().etag.empty());
}

TEST_CASE("the address of a feed is in no ledger and no log") {
  FeedHouse house;
  house.look(answer(ana), minutes{0});
  house.look(http::Response{.status = 404, .headers = {}, .body = {}});
  CHECK(house.log.text.find(source) != std::string::npos);
  std::string shown = house.log.text;
  for (const auto& row : house.ledger()) shown += row.code + row.body;
  for (const std::string secret : {"4711", "geheim", "basic.ics"}) CHECK(shown.find(secret) == std::string::npos);
}

TEST_CASE("production asks no address without https, and says so") {
  FeedHouse house("http://localhost:8080/a.ics");
  house.time.run_until(house.time.now() + minutes{1});
  CHECK(house.http.asked().empty());
  CHECK(house.feed().failure.find("https://") != std::string::npos);
}

TEST_CASE("a removed feed is asked no more, its address is forgotten, and added again it is the same feed") {
  FeedHouse house;
  house.look(answer(ana), minutes{0});
  house.write([](Unit& unit) { return unit.feeds().remove(FeedId(1)); });
  house.time.run_until(house.time.now() + hours{1});
  CHECK(house.http.asked().size() == 1);
  CHECK(house.db->run("SELECT url FROM feed").value()[0][0].text().find("geheim") == std::string::npos);
  FeedId other;
  FeedId again;
  house.http.answer(answer(ben));
  house.http.answer(answer(ana));
  house.write([&](Unit& unit) -> Result<void> {
    other = TRY(unit.feeds().add(
        {.url = Secret<std::string>("https://calendar.example/other"), .attested = "", .patterns = {}}));
    again = TRY(unit.feeds().add({.url = Secret<std::string>(address), .attested = "", .patterns = {}}));
    return {};
  });
  CHECK(other.value() == 2);
  CHECK(again.value() == 1);
}

TEST_CASE("at most two feeds are read at once, and the next one when one of them has ended") {
  FeedHouse house;
  for (int i = 0; i < 4; ++i) house.http.answer(answer(ana));
  house.http.hold();
  house.write([](Unit& unit) -> Result<void> {
    for (const char* url : {"https://b.example/", "https://c.example/", "https://d.example/"}) {
      TRY(unit.feeds().add({.url = Secret<std::string>(url), .attested = "", .patterns = {}}));
    }
    return {};
  });
  house.time.run_until(house.time.now() + minutes{5});
  CHECK(house.http.asked().size() == 2);
  house.http.release();
  house.time.run_until(house.time.now() + seconds{1});
  CHECK(house.http.asked().size() == 4);
}

TEST_CASE("an address is https, or on this machine where that is allowed; webcal is https; errors do not repeat it") {
  CHECK(check_feed_url("webcal://a.example/x.ics#y", FeedReach::public_web).value() == "https://a.example/x.ics");
  CHECK(check_feed_url("http://127.0.0.1:81/x", FeedReach::or_this_machine).ok());
  for (const char* bad : {"http://127.0.0.1/geheim", "http://a.example/geheim", "file:///geheim", "geheim", ""}) {
    const auto refused = check_feed_url(bad, FeedReach::public_web);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().message.find("geheim") == std::string::npos);
  }
}
