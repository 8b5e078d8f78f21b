#include "node/event_courier.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/bytes.h"
#include "base/test_log.h"
#include "gateway/scripted_http.h"
#include "store/ledger.h"
#include "store/sqlite/test_house.h"

using namespace courtesy;

namespace {

constexpr const char* address = "https://payroll.example/courtesy?key=geheim";

struct EventHouse : TestHouse {
  explicit EventHouse(const std::string& url = address) {
    if (!url.empty()) write([&](Unit& unit) { return EventBook(unit).set_target(url); });
    begin_courier();
  }
  void begin_courier(const Clock* watch = nullptr) {
    courier.reset();
    courier = std::make_unique<EventCourier>(
        EventCourier::Parts{.loop = time, .clock = time, .store = *store, .http = http, .log = log, .watch = watch});
    courier->start();
  }
  void emit(const std::string& employee = "1234") {
    write([&](Unit& unit) -> Result<void> {
      TRY(EventBook(unit).add({"time_card", {{"employee", employee}, {"hours", "7.5"}}}, SessionId(3), AttemptId{}));
      return {};
    });
  }
  void pass(seconds length) { time.run_until(time.now() + length); }
  StoredEvent event(std::int64_t id = 1) {
    return read<StoredEvent>([=](Unit& unit) { return EventBook(unit).get(EventId(id)); });
  }
  static http::Response status(int code) { return {code, {}, {}}; }

  ScriptedHttp http;
  KeptLog log;
  std::unique_ptr<EventCourier> courier;
};

std::string header(const http::Request& request, std::string_view name) {
  return std::string(request.header(name).value_or(""));
}

}  // namespace

TEST_CASE("a delivery is dated by the receiver's watch, which a demo's clock is not") {
  EventHouse house;
  VirtualTime watch(parse_instant("2031-01-01T00:00:00Z").value());
  house.begin_courier(&watch);
  house.http.answer(EventHouse::status(204));
  house.emit();
  house.pass(EventCourier::tick);
  REQUIRE(house.http.asked().size() == 1);
  CHECK(header(house.http.asked()[0].request, "webhook-timestamp") == "1924992000");
}

TEST_CASE("an event is delivered as Standard Webhooks has it, signed over id, time and body") {
  EventHouse house;
  house.http.answer(EventHouse::status(204));
  house.emit();
  house.pass(EventCourier::tick);
  REQUIRE(house.http.asked().size() == 1);
  const http::Request& request = house.http.asked()[0].request;
  CHECK(request.method == "POST");
  CHECK(request.url == address);
  CHECK(header(request, "webhook-id") == "evt_1_1");
  const auto key = house.read<std::string>(
      [](Unit& unit) -> Result<std::string> { return EventBook(unit).signing_key(1).reveal(); });
  const std::string signed_text = "evt_1_1." + header(request, "webhook-timestamp") + "." + request.body;
  CHECK(header(request, "webhook-signature") == "v1," + base64(hmac_sha256(key, signed_text)));
  CHECK(
      request.body ==
      R"({"type":"time_card","timestamp":"2026-05-12T14:00:00Z","event":1,"data":{"employee":"1234","hours":"7.5"},"call":3})");
  CHECK(house.event().delivered_at);
  CHECK_FALSE(house.event().next_at);
}

TEST_CASE("the signature of a known key, time and body is the one that others compute") {
  // Independently: printf 'evt_1_7.1614265330.{"test": 2432232314}' | openssl dgst -sha256 -hmac KEY -binary | base64
  const StoredEvent event{.id = EventId(7), .body = R"({"test": 2432232314})"};
  const auto request = delivery_of(AccountId(1), event, address, from_millis(1'614'265'330'500),
                                   {Secret<std::string>("a key of at least twenty-four bytes"),
                                    Secret<std::string>("the key before it, still known")});
  CHECK(header(request, "webhook-timestamp") == "1614265330");
  CHECK(header(request, "webhook-signature") ==
        "v1,0zuzAl3ill6XxySJBJUTTnEmphoXammoop5SQ43vEnk= v1,NacEgUNjoU2PkVtN9bzf6bGHnYfVvEvXgAx588ETj0Q=");
}

TEST_CASE("what is not taken is tried again later and later, under the same id, and given up on record in the end") {
  EventHouse house;
  for (const int answer : {500, 302, 404, 429, 503, 500, 500, 500, 500, 500})
    house.http.answer(EventHouse::status(answer));
  house.emit();
  house.pass(hours{24 * 20});
  CHECK(house.http.asked().size() == 10);
  for (const auto& asked : house.http.asked()) CHECK(header(asked.request, "webhook-id") == "evt_1_1");
  CHECK_FALSE(house.event().next_at);
  CHECK_FALSE(house.event().delivered_at);
  const auto rows = house.read<std::vector<LedgerRow>>([](Unit& unit) { return unit.ledger().find({}); });
  CHECK(std::ranges::count(rows, "event_given_up", &LedgerRow::code) == 1);
  CHECK(house.log.text.find("geheim") == std::string::npos);
}

TEST_CASE("the waits are those that Standard Webhooks advises") {
  CHECK(event_back_off(1) == seconds{5});
  CHECK(event_back_off(2) == minutes{5});
  CHECK(event_back_off(9) == hours{24});
  CHECK_FALSE(event_back_off(10));
  CHECK_FALSE(event_back_off(0));
}

TEST_CASE("an event whose delivery was cut off is delivered again: at least once") {
  EventHouse house;
  house.http.answer(EventHouse::status(204));
  house.http.hold();
  house.emit();
  house.pass(EventCourier::tick);
  CHECK(house.http.asked().size() == 1);
  house.begin_courier();
  house.http.release();
  house.http.answer(EventHouse::status(204));
  house.pass(EventCourier::tick);
  CHECK(house.http.asked().size() == 2);
  CHECK(house.event().delivered_at);
}

TEST_CASE("an address that answers slowly is asked twice at once at most, and never for the same event") {
  EventHouse house;
  house.http.hold();
  for (int i = 0; i < 5; ++i) {
    house.http.answer(EventHouse::status(204));
    house.emit();
  }
  house.pass(minutes{1});
  CHECK(house.http.asked().size() == EventCourier::most_of_account);
  house.http.release();
  house.pass(minutes{1});
  CHECK(house.http.asked().size() == 5);
  for (int id = 1; id <= 5; ++id) CHECK(house.event(id).delivered_at);
}

TEST_CASE("without an address events are kept; one that is set later gets those that are replayed") {
  EventHouse house("");
  house.emit("1");
  house.emit("2");
  house.pass(minutes{1});
  CHECK(house.http.asked().empty());
  house.write([](Unit& unit) { return EventBook(unit).set_target(address); });
  house.pass(minutes{1});
  CHECK(house.http.asked().empty());
  house.http.answer(EventHouse::status(200));
  house.write([](Unit& unit) -> Result<void> {
    CHECK(TRY(EventBook(unit).replay_undelivered(EventId(1))) == 1);
    return {};
  });
  house.pass(EventCourier::tick);
  CHECK(house.http.asked().size() == 1);
  house.http.answer(EventHouse::status(200));
  house.write([](Unit& unit) { return EventBook(unit).replay(EventId(2)); });
  house.pass(EventCourier::tick);
  CHECK(header(house.http.asked()[1].request, "webhook-id") == "evt_1_2");
}

TEST_CASE("an address that is http is asked for nothing, except this machine outside production") {
  EventHouse house("http://localhost:9000/hook");
  house.emit();
  house.pass(EventCourier::tick);
  CHECK(house.http.asked().empty());
  CHECK(house.event().answer.find("https") != std::string::npos);
}

TEST_CASE("after a new key both sign, after a second one the oldest does not any more") {
  EventHouse house;
  house.write([](Unit& unit) { return EventBook(unit).renew_key(); });
  house.http.answer(EventHouse::status(204));
  house.emit();
  house.pass(EventCourier::tick);
  const std::string two = header(house.http.asked()[0].request, "webhook-signature");
  CHECK(std::ranges::count(two, ' ') == 1);
  house.write([](Unit& unit) { return EventBook(unit).renew_key(); });
  house.http.answer(EventHouse::status(204));
  house.emit();
  house.pass(EventCourier::tick);
  CHECK(std::ranges::count(header(house.http.asked()[1].request, "webhook-signature"), ' ') == 1);
}

TEST_CASE("a day after a new key was made the one before it signs no more") {
  EventHouse house;
  house.write([](Unit& unit) { return EventBook(unit).renew_key(); });
  house.time.run_until(house.time.now() + event_key_overlap - minutes{1});
  for (const int signatures : {2, 1}) {
    house.http.answer(EventHouse::status(204));
    house.emit();
    house.pass(EventCourier::tick);
    const std::string header_text = header(house.http.asked().back().request, "webhook-signature");
    CHECK(std::ranges::count(header_text, ' ') == signatures - 1);
    house.time.run_until(house.time.now() + minutes{2});
  }
}
