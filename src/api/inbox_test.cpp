// The inbox over HTTP.
#include "api/inbox.h"

#include <doctest/doctest.h>

#include "api/test_house.h"
#include "store/inbox.h"
#include "store/recordings.h"

using namespace courtesy;
using api::ApiHouse;
using api::text_at;

namespace {

void text_comes(ApiHouse& house, const std::string& sender, const std::string& body,
                const std::string& read_as = "unclear") {
  house.write([&](Unit& unit) {
    return Inbox(unit).add({.provider_id = "SM", .sender = sender, .body = body, .read_as = read_as});
  });
}

void message_comes(ApiHouse& house, const std::string& from) {
  house.write([&](Unit& unit) -> Result<void> {
    TRY(unit.recordings().add({.provider_id = "RE" + from, .use = RecordingUse::message, .from = from}));
    return {};
  });
}

std::int64_t unread(ApiHouse& house) { return house.get("/session").at("unread").as_int64(); }

}  // namespace

TEST_CASE("texts and messages are listed by the number that they came from, with its client and what is unread") {
  ApiHouse house;
  house.import({TestHouse::booked("a", "2026-05-14T14:00")});
  text_comes(house, "+12125550123", "Thanks, C", "confirm");
  text_comes(house, "+12125550123", "See you");
  message_comes(house, "+12125550177");
  const auto list = house.get("/inbox");
  CHECK(list.at("unread").as_int64() == 3);
  CHECK(unread(house) == 3);
  REQUIRE(list.at("conversations").as_array().size() == 2);
  CHECK(text_at(list, "/conversations/0/clients/0/name") == "Ana");
  CHECK(text_at(list, "/conversations/0/words") == "See you");
  CHECK(text_at(list, "/conversations/1/kind") == "message");
  CHECK(list.at("before").is_null());
}

TEST_CASE("the list goes on where its page ended, and a place that is none is refused") {
  ApiHouse house;
  for (const char* sender : {"+12125550101", "+12125550102", "88811"}) text_comes(house, sender, "hello");
  std::string before;
  int seen = 0;
  for (int page = 0; page < 5; ++page) {
    const auto list = house.get("/inbox?limit=1" + (before.empty() ? "" : "&before=" + before));
    seen += static_cast<int>(list.at("conversations").as_array().size());
    if (list.at("before").is_null()) break;
    before = text_at(list, "/before");
  }
  CHECK(seen == 3);
  CHECK(house.ask("GET", "/v1/inbox?before=yesterday").status == 400);
  CHECK(house.ask("GET", "/v1/inbox?before=5").status == 400);
}

TEST_CASE("an exchange holds what came and what it was taken for, is read as a whole, and its newest is new again") {
  ApiHouse house;
  text_comes(house, "+12125550123", "C", "confirm");
  message_comes(house, "+12125550123");
  const auto all = house.get("/inbox/12125550123");
  REQUIRE(all.at("exchange").as_array().size() == 2);
  CHECK(text_at(all, "/exchange/0/read_as") == "confirm");
  CHECK(text_at(all, "/exchange/1/message/from") == "+12125550123");
  CHECK(house.post("/inbox/12125550123/read", R"({"read":true})").status == 200);
  CHECK(unread(house) == 0);
  CHECK(house.post("/inbox/12125550123/read", R"({"read":false})").status == 200);
  CHECK(unread(house) == 1);
  CHECK(house.post("/inbox/12125550123/read", "{}").status == 400);
  CHECK(house.ask("GET", "/v1/inbox/12125550100").status == 404);
  CHECK(house.post("/inbox/12125550100/read", R"({"read":true})").status == 404);
}

TEST_CASE("what came without a number stands under 0, and what was said alone is new again too") {
  ApiHouse house;
  message_comes(house, "");
  CHECK(house.get("/inbox").at("conversations").as_array().at(0).at("from").is_null());
  CHECK(house.get("/inbox/0").at("exchange").as_array().size() == 1);
  CHECK(house.post("/inbox/0/read", R"({"read":true})").status == 200);
  CHECK(house.post("/inbox/0/read", R"({"read":false})").status == 200);
  CHECK(unread(house) == 1);
}
