#include <doctest/doctest.h>

#include "api/answer.h"
#include "api/session.h"
#include "api/test_house.h"
#include "store/ledger.h"
#include "store/sqlite/long_past.h"
#include "store/unit.h"

using namespace courtesy;
using api::ApiHouse;
using api::text_at;

TEST_CASE("a body with a number that is too large to be written again is refused") {
  CHECK(api::read_object(R"({"n":1.5e300})").ok());
  CHECK(api::read_object("\xEF\xBB\xBF{\"n\":1}").ok());
  CHECK_FALSE(api::read_object(R"({"n":1e999})").ok());
  CHECK_FALSE(api::read_object(R"({"o":[{"n":[-0.5e313]}]})").ok());
}

TEST_CASE("what changes something needs the header that a foreign page cannot send") {
  ApiHouse house;
  std::optional<http::Response> answer;
  house.api->handle({.method = "POST", .url = "/v1/stop", .headers = {{"Host", "localhost"}}, .body = "{}"},
                    [&](http::Response response) { answer = std::move(response); });
  REQUIRE(answer);
  CHECK(answer->status == 403);
  CHECK(house.get("/session").at("stopped").is_null());
}

TEST_CASE("the server answers under its own names only") {
  ApiHouse house;
  for (const auto* host : {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8080", ""}) {
    std::optional<http::Response> answer;
    house.api->handle({.url = "/v1/session", .headers = {{"Host", host}}},
                      [&](http::Response response) { answer = std::move(response); });
    REQUIRE(answer);
    CHECK(answer->status == 421);
  }
  for (const auto* host : {"localhost", "127.0.0.1:9", "[::1]:8080", "[::1]"}) {
    std::optional<http::Response> answer;
    house.api->handle({.url = "/nothing", .headers = {{"Host", host}}},
                      [&](http::Response response) { answer = std::move(response); });
    REQUIRE(answer);
    CHECK(answer->status == 404);
  }
}

TEST_CASE("every answer forbids what is not the page's own") {
  ApiHouse house;
  for (const auto* url : {"/v1/session", "/v1/nothing", "/nothing"}) {
    const auto answer = house.ask("GET", url);
    CHECK(answer.header("content-security-policy")->starts_with("default-src 'none'"));
    CHECK(answer.header("x-content-type-options") == "nosniff");
  }
}

TEST_CASE("whoever has an answer already is told so, until something is different") {
  ApiHouse house;
  const auto first = house.ask("GET", "/v1/day");
  const std::string tag(first.header("ETag").value());
  CHECK(house.ask("GET", "/v1/day", {}, {{"If-None-Match", tag}}).status == 304);
  house.import({ApiHouse::booked("a", "2026-05-12T16:00")});
  const auto other = house.ask("GET", "/v1/day", {}, {{"If-None-Match", tag}});
  CHECK(other.status == 200);
  CHECK(other.header("ETag") != tag);
}

TEST_CASE("the session tells the account, the clock and who it is") {
  ApiHouse house;
  const auto session = house.get("/session");
  CHECK(text_at(session, "/account/name") == "Maple Dental");
  CHECK(text_at(session, "/account/zone") == "America/New_York");
  CHECK(text_at(session, "/now") == to_string(house.time.now()));
  CHECK(session.at("demo").is_null());
  CHECK(session.at("notice").is_null());
  CHECK(text_at(session, "/person/name") == "Kim");
  CHECK(text_at(session, "/role") == "owner");
}

TEST_CASE("a stop is on record with who and why, and told to the dispatcher; stopping twice keeps the first") {
  ApiHouse house;
  CHECK(house.post("/stop", R"({"who":"Kim","why":"twice!"})").status == 200);
  CHECK(house.post("/stop", R"({"who":"Lee","why":"me too"})").status == 200);
  CHECK(house.stops_told == 2);
  const auto session = house.get("/session");
  CHECK(text_at(session, "/stopped/who") == "Kim");
  CHECK(text_at(session, "/stopped/why") == "twice!");
  const auto ledger = house.get("/ledger?q=stopped");
  REQUIRE(ledger.at("entries").as_array().size() == 2);
  CHECK(text_at(ledger, "/entries/0/text") == "A stop was asked for once more by Kim: me too");
  CHECK(text_at(ledger, "/entries/1/text") == "All sending of this business stopped by Kim: twice!");
}

TEST_CASE("a stop of the page is its own account's, and one with the scope of the house is everybody's") {
  ApiHouse house;
  const auto house_stop = [&] {
    return house.read<std::optional<Stop>>([](Unit& unit) { return unit.accounts().stop(); }, AccountId{});
  };
  CHECK(house.post("/stop", R"({"who":"Kim","why":"ours"})").status == 200);
  CHECK_FALSE(house_stop());
  const auto answer = house.post("/stop", R"({"who":"Lee","why":"all","scope":"house"})");
  CHECK(answer.status == 200);
  CHECK(boost::json::parse(answer.body).at_pointer("/stopped/whole_house") == true);
  REQUIRE(house_stop());
  CHECK(house_stop()->who == "Kim");
  CHECK(house.stops_told == 2);
}

TEST_CASE("a scope that nobody knows stops more rather than less") {
  ApiHouse house;
  CHECK(house.post("/stop", R"({"scope":"everthing"})").status == 200);
  CHECK(house.get("/session").at("stopped").at("whole_house") == true);
}

TEST_CASE("a stop asked for while the whole installation is stopped stands when that is released") {
  ApiHouse house;
  house.write([](Unit& unit) { return unit.accounts().set_stop("operator", "maintenance"); }, AccountId{});
  CHECK(house.post("/stop", R"({"who":"Kim","why":"wrong list"})").status == 200);
  house.write([](Unit& unit) { return unit.accounts().clear_stop(); }, AccountId{});
  const auto session = house.get("/session");
  REQUIRE_FALSE(session.at("stopped").is_null());
  CHECK(text_at(session, "/stopped/who") == "Kim");
  CHECK(session.at("stopped").at("whole_house") == false);
}

TEST_CASE("a stop without words is not refused, and has the name of whoever signed in") {
  ApiHouse house;
  CHECK(house.post("/stop", "{}").status == 200);
  CHECK(text_at(house.get("/session"), "/stopped/who") == "Kim");
}

TEST_CASE("a release wants the number of contacts that would leave, and a reason") {
  ApiHouse house;
  // Tomorrow at 10:00: its call, the day before, is due now.
  house.import({ApiHouse::booked("a", "2026-05-13T10:00"), ApiHouse::booked("b", "2026-05-13T16:00", "+12125550124")});
  house.post("/stop", R"({"who":"Kim","why":"look first"})");
  const auto page = house.get("/release");
  CHECK(page.at("count") == 1);
  CHECK(page.at("first").as_array().size() == 1);
  CHECK(text_at(page, "/first/0/name") == "Ana");

  CHECK(house.post("/release", R"({"who":"Kim","why":"","count":1})").status == 400);
  CHECK(house.post("/release", R"({"who":"Kim","why":"fine"})").status == 400);
  const auto wrong = house.post("/release", R"({"who":"Kim","why":"fine","count":2})");
  CHECK(wrong.status == 409);
  CHECK(text_at(boost::json::parse(wrong.body), "/code") == "count_differs");
  CHECK_FALSE(house.get("/session").at("stopped").is_null());

  CHECK(house.post("/release", R"({"who":"Kim","why":"fine","count":1})").status == 200);
  CHECK(house.get("/session").at("stopped").is_null());
  const auto again = house.post("/release", R"({"who":"Kim","why":"fine","count":1})");
  CHECK(again.status == 409);
  CHECK(text_at(boost::json::parse(again.body), "/code") == "conflict");
}

TEST_CASE("a reminder that goes out at another time than its rule says is told with both times, and why") {
  ApiHouse house;
  house.import({ApiHouse::booked("night", "2026-05-14T23:00"), ApiHouse::booked("day", "2026-05-14T14:00"),
                ApiHouse::booked("soon", "2026-05-13T09:30")});
  const auto page = house.get("/appointments/1");
  CHECK(text_at(page, "/history/1/moved/0/channel") == "call");
  CHECK(text_at(page, "/history/1/moved/0/due") == "2026-05-14T03:00:00Z");
  CHECK(text_at(page, "/history/1/moved/0/at") == text_at(page, "/next/0/at"));
  CHECK(text_at(page, "/history/1/text") ==
        "One reminder planned. By its rule a reminder would go out outside the hours in which this client may be "
        "contacted, so it was moved into them.");
  CHECK(text_at(page, "/reminders/0/due") == "2026-05-14T03:00:00Z");
  const auto spanish =
      boost::json::parse(house.ask("GET", "/v1/appointments/1", "", {{"Accept-Language", "es"}}).body).as_object();
  CHECK(text_at(spanish, "/history/1/text")
            .starts_with("Un recordatorio previsto. Según su regla un recordatorio saldría"));

  const auto on_time = house.get("/appointments/2");
  CHECK(on_time.at("history").at(1).at("moved").as_array().empty());
  CHECK(text_at(on_time, "/reminders/0/due") == text_at(on_time, "/reminders/0/at"));
  const auto late = house.get("/appointments/3");
  CHECK(text_at(late, "/history/1/text").ends_with("it goes out late."));
  CHECK(text_at(late, "/history/1/moved/0/due") == "2026-05-12T13:30:00Z");
}

TEST_CASE("a stop without a reason keeps none: whoever reads it is told so in their own language") {
  ApiHouse house;
  house.post("/stop", "{}");
  CHECK(text_at(house.get("/session"), "/stopped/why").empty());
  const auto ledger = house.get("/ledger?kind=stopped");
  CHECK(text_at(ledger, "/entries/0/text") == "All sending of this business stopped by Kim.");
}

TEST_CASE("a release counts what leaves within the hour, and says what is too late and what ends for another reason") {
  ApiHouse house;
  house.import({ApiHouse::booked("now", "2026-05-13T10:00"),
                ApiHouse::booked("soon", "2026-05-13T10:40", "+12125550124"),
                ApiHouse::booked("soon too", "2026-05-13T11:04", "+12125550124"),
                ApiHouse::booked("later", "2026-05-13T11:06", "+12125550125")});
  house.post("/stop", R"({"who":"Kim","why":"look first"})");
  auto page = house.get("/release");
  // One phone is called once an hour: its second call, at 11:04, would come at 11:40.
  CHECK(page.at("count") == 2);
  CHECK(text_at(page, "/until") == "2026-05-12T15:00:00Z");
  CHECK(text_at(page, "/first/1/at") == "2026-05-12T14:40:00Z");
  CHECK(page.at("too_late") == 0);

  house.time.run_until(house.time.now() + hours{2} + minutes{1});
  house.write([](Unit& unit) { return unit.clients().suppress("+12125550125", "staff"); });
  page = house.get("/release");
  CHECK(page.at("count") == 2);  // the second one an hour after the first
  CHECK(page.at("too_late") == 1);
  CHECK(page.at("others") == 1);
}

TEST_CASE("a release counts no more than its own probation lets go in an hour") {
  ApiHouse house;
  std::vector<intake::Booked> many;
  for (int i = 0; i < 30; ++i) {
    many.push_back(ApiHouse::booked(std::to_string(i), "2026-05-13T10:00", "+121255501" + std::to_string(10 + i)));
  }
  house.import(many);
  house.post("/stop", R"({"who":"Kim","why":"look first"})");
  CHECK(house.get("/release").at("count") == 20);
}

TEST_CASE("a stop of the whole installation is not released from an account's page") {
  ApiHouse house;
  house.write([](Unit& unit) { return unit.accounts().set_stop("operator", "maintenance"); }, AccountId{});
  CHECK(house.get("/session").at("stopped").at("whole_house") == true);
  CHECK(house.post("/release", R"({"who":"Kim","why":"fine","count":0})").status == 409);
  CHECK_FALSE(house.get("/session").at("stopped").is_null());
}

TEST_CASE("a day has its appointments in order, its counts and whom to ring by hand") {
  ApiHouse house;
  house.import({ApiHouse::booked("late", "2026-05-12T16:00"), ApiHouse::booked("nobody", "2026-05-12T15:00", ""),
                ApiHouse::booked("tomorrow", "2026-05-13T11:30", "+12125550125")});
  const auto day = house.get("/day");
  CHECK(text_at(day, "/date") == "2026-05-12");
  REQUIRE(day.at("appointments").as_array().size() == 2);
  CHECK(text_at(day, "/appointments/0/local") == "2026-05-12T15:00");
  CHECK(text_at(day, "/appointments/1/number_text") == "(212) 555-0123");
  std::int64_t total = 0;
  for (const auto& count : day.at("counts").as_object()) total += count.value().as_int64();
  CHECK(day.at("counts").as_object().size() == 8);
  CHECK(total == 2);

  const auto& hand = day.at("ring_by_hand").as_array();
  REQUIRE(hand.size() == 2);
  CHECK(text_at(hand[0], "/why") == "unreachable");
  CHECK(text_at(hand[0], "/text") == "There is no phone number or email address for this client.");
  CHECK(day.at("appointments").at(0).at("next").is_null());
  CHECK(text_at(hand[1], "/why") == "not_reminded");  // due a day before it was imported

  const auto tomorrow = house.get("/day?date=2026-05-13");
  CHECK(text_at(tomorrow, "/appointments/0/next/channel") == "call");
  CHECK(text_at(tomorrow, "/appointments/0/next/at") == "2026-05-12T15:30:00Z");
  CHECK(house.ask("GET", "/v1/day?date=2026-02-30").status == 400);
}

TEST_CASE("numbers of an answer are written as people write them") {
  ApiHouse house;
  CHECK(house.ask("PUT", "/v1/pacing", R"({"handling_seconds":180,"callback_share":0.1})").status == 200);
  const std::string body = house.ask("GET", "/v1/pacing").body;
  CHECK(body.find("\"handling_seconds\":180,") != std::string::npos);
  CHECK(body.find("\"callback_share\":0.1,") != std::string::npos);
}

TEST_CASE("what the server refuses before it is read is a problem like any other, and words for a file of the page") {
  const auto refused = [](int status, const std::string& path, const std::string& language = "en") {
    return api::Api::refused(status, {.url = path, .headers = {{"Accept-Language", language}}},
                             "no answer was ready in time");
  };
  const auto large = refused(413, "/v1/day");
  CHECK(large.status == 413);
  CHECK(large.header("Content-Type") == "application/problem+json");
  const auto told = boost::json::parse(large.body);
  CHECK(told.at("code") == "too_large");
  CHECK(told.at("detail") == "What was sent is too large: 64 kB may be sent here at most.");
  CHECK(boost::json::parse(refused(408, "/v1/day").body).at("code") == "invalid");
  CHECK(boost::json::parse(refused(503, "/v1/day").body).at("code") == "unavailable");
  CHECK(refused(413, "/index.html").body == "no answer was ready in time\n");
  CHECK(text_at(boost::json::parse(refused(413, "/v1/imports").body), "/detail") ==
        "A file has 8 MB at most. Export fewer months at once.");
  const auto late = boost::json::parse(refused(503, "/v1/day", "es-MX,es;q=0.9").body);
  CHECK(text_at(late, "/title") == "Ahora no");
  CHECK(text_at(late, "/detail") == "no hubo respuesta a tiempo");
  CHECK(text_at(boost::json::parse(refused(413, "/v1/day", "es").body), "/detail") ==
        "Lo enviado es demasiado grande: aquí se pueden enviar 64 kB como máximo.");
}

TEST_CASE(
    "what an appointment's reminders to come would say is told with the client's own words, and of a call what is "
    "heard") {
  ApiHouse house;
  house.import({ApiHouse::booked("a", "2026-05-13T11:30")});
  CHECK(text_at(house.get("/appointments/1"), "/client_zone") == "America/New_York");
  const auto says = house.get("/appointments/1/says").at("reminders").as_array();
  REQUIRE(says.size() == 1);
  CHECK(text_at(says[0], "/channel") == "call");
  CHECK(text_at(says[0], "/language") == "en");
  CHECK(text_at(says[0], "/says").find("Maple Dental") != std::string::npos);
  CHECK(text_at(says[0], "/says").find("Wednesday, May 13") != std::string::npos);
  CHECK(says[0].at("why").is_null());
  CHECK(text_at(says[0], "/pieces/0/words").find("Maple Dental") != std::string::npos);
  CHECK(house.post("/appointments/1/answer", R"({"answer":"confirmed","who":"Kim"})").status == 200);
  CHECK(house.get("/appointments/1/says").at("reminders").as_array().empty());
  CHECK(house.ask("GET", "/v1/appointments/99/says").status == 404);
}

TEST_CASE("what staff saw or heard is on record, shown, and taken back") {
  ApiHouse house;
  house.import({ApiHouse::booked("a", "2026-05-13T11:30")});
  const std::string one = "/appointments/1";
  CHECK(house.get(one).at("next").as_array().size() == 1);
  CHECK(house.post(one + "/answer", R"({"answer":"confirmed","who":"Kim"})").status == 200);
  auto page = house.get(one);
  CHECK(text_at(page, "/state") == "confirmed");
  CHECK(text_at(page, "/text") == "Rung by hand (Kim): comes.");
  CHECK(page.at("next").as_array().empty());
  CHECK(house.post(one + "/answer", R"({"answer":"none"})").status == 200);
  CHECK(house.get(one).at("next").as_array().size() == 1);

  CHECK(house.post(one + "/presence", R"({"presence":"no_show"})").status == 200);
  CHECK(text_at(house.get(one), "/state") == "no_show");
  CHECK(house.post(one + "/presence", R"({"presence":"unknown"})").status == 200);
  CHECK(text_at(house.get(one), "/state") == "scheduled");
  CHECK(house.post(one + "/presence", R"({"presence":"perhaps"})").status == 400);
  CHECK(house.post("/appointments/77/presence", R"({"presence":"showed"})").status == 404);
  CHECK(house.ask("GET", "/v1/appointments/77").status == 404);
  CHECK(house.ask("GET", "/v1/appointments/x").status == 404);
}

TEST_CASE("what a client wrote stays on the list to ring until staff have done something") {
  ApiHouse house;
  house.import({ApiHouse::booked("a", "2026-05-13T11:30")});
  house.post("/appointments/1/answer", R"({"answer":"confirmed"})");
  CHECK(house.get("/day").at("ring_by_hand").as_array().empty());
  house.write([](Unit& unit) {
    return unit.ledger().append(
        {.kind = LedgerKind::answered, .code = "unclear_reply", .appointment = AppointmentId(1), .channel = "text"});
  });
  const auto day = house.get("/day");
  REQUIRE(day.at("ring_by_hand").as_array().size() == 1);
  CHECK(text_at(day, "/ring_by_hand/0/why") == "replied");
  house.post("/appointments/1/answer", R"({"answer":"confirmed"})");
  CHECK(house.get("/day").at("ring_by_hand").as_array().empty());
}

TEST_CASE("a day's speed is a demo's, and within bounds") {
  ApiHouse house;
  CHECK(house.ask("PUT", "/v1/demo/speed", R"({"speed":60})").status == 404);
  double speed = 1;
  house.settings_of_api.demo = api::Demo{[&] { return speed; }, [&](double next) { speed = next; }};
  house.api.emplace(*house.store, house.time, house.settings_of_api);
  CHECK(house.ask("PUT", "/v1/demo/speed", R"({"speed":60})").status == 200);
  CHECK(speed == 60);
  for (const auto* body : {R"({"speed":-1})", R"({"speed":1001})", R"({"speed":"fast"})", "{}", "no"}) {
    CHECK(house.ask("PUT", "/v1/demo/speed", body).status == 400);
  }
  CHECK(house.get("/session").at("demo").at("speed") == 60);
}

TEST_CASE("a day's page costs what its day is worth, however much an account has behind it and ahead") {
  const auto story = [](ApiHouse& house, bool with_past) {
    house.import({TestHouse::booked("a", "2026-05-12T15:00", ""), TestHouse::booked("b", "2026-05-13T10:30")});
    if (with_past) add_long_past(house);
    house.db->forget_costs();
    const auto day = house.get("/day");
    CHECK(day.at("appointments").as_array().size() == 1);
    const auto id = std::to_string(day.at("appointments").at(0).at("id").as_int64());
    house.post("/appointments/" + id + "/answer", R"({"answer":"confirmed"})");
    house.get("/appointments/" + id);
    house.get("/day");
  };
  ApiHouse small;
  story(small, false);
  ApiHouse large;
  story(large, true);
  CHECK(large.db->costs().size() > 10);
  for (const auto& dear : grown(*small.db, *large.db)) FAIL_CHECK(dear);
}
