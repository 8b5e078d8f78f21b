#include "store/ledger.h"

#include <doctest/doctest.h>

#include "api/pages.h"
#include "api/test_house.h"
#include "api/words.h"
#include "store/unit.h"

using namespace courtesy;
using api::ApiHouse;
using api::text_at;

namespace {

LedgerRow row(std::string kind, std::string code, std::string body = {}, std::string channel = "call") {
  return {.seq = 1,
          .at = {},
          .kind = std::move(kind),
          .code = std::move(code),
          .appointment = AppointmentId(1),
          .attempt = {},
          .channel = std::move(channel),
          .body = std::move(body)};
}

}  // namespace

TEST_CASE("every word of a search must occur, in whatever part, and signs of the database's own mean themselves") {
  ApiHouse house;
  house.import({ApiHouse::booked("a", "2026-05-13T11:30")});
  house.write([](Unit& unit) {
    return unit.ledger().append({.kind = LedgerKind::error,
                                 .code = "odd",
                                 .appointment = AppointmentId(1),
                                 .body = LedgerBody().personal("error", "100% of_it")});
  });
  const auto found = [&](const std::string& q) {
    return house.get("/ledger?q=" + http::percent_encode(q)).at("entries").as_array().size();
  };
  CHECK(found("error") == 1);
  CHECK(found("ANA odd") == 1);
  CHECK(found("ana booked odd") == 0);
  CHECK(found("100% of_it") == 1);
  CHECK(found("100%of") == 0);
  CHECK(found("of%it") == 0);
  CHECK(house.ask("GET", "/v1/ledger?q=a+b+c+d+e+f+g+h+i").status == 400);
}

TEST_CASE("the ledger is read newest first, a page at a time, without a gap") {
  ApiHouse house;
  house.write([](Unit& unit) -> Result<void> {
    for (int i = 0; i < 7; ++i) TRY(unit.ledger().append({.kind = LedgerKind::error, .code = std::to_string(i)}));
    return {};
  });
  std::vector<std::int64_t> seen;
  std::string before;
  for (int pages = 0; pages < 4; ++pages) {
    const auto page = house.get("/ledger?limit=3" + before);
    for (const auto& entry : page.at("entries").as_array()) seen.push_back(entry.at("seq").as_int64());
    if (page.at("before").is_null()) break;
    before = "&before=" + std::to_string(page.at("before").as_int64());
  }
  CHECK(std::is_sorted(seen.rbegin(), seen.rend()));
  CHECK(static_cast<std::int64_t>(seen.size()) == house.get("/session").at("seq").as_int64());
}

TEST_CASE("a request is shown a field a line") {
  const auto request =
      row("intended", "intended",
          LedgerBody()
              .plain("method", "POST")
              .personal("url", "http://x/2010/Calls.json")
              .personal("body", "To=%2B12125550123&Url=http%3A%2F%2Fme%2Fvoice%2F1.88.SECRET%2F0&Timeout=25")
              .text());
  const auto bodies = api::readable_bodies(request);
  REQUIRE(bodies.size() == 1);
  const std::string text = text_at(bodies, "/0/text");
  CHECK(text_at(bodies, "/0/title") == "Request");
  CHECK(text_at(api::readable_bodies(request, Language::es), "/0/title") == "Petición");
  CHECK(text.find("To: +12125550123\n") != std::string::npos);
  CHECK(text.find("/voice/1.88.SECRET/0") != std::string::npos);
  CHECK(text.find("Timeout: 25") != std::string::npos);
}

TEST_CASE("decisions are told with their reasons, and when a wait ends") {
  const auto waits =
      api::sentence(row("decided", "outside_hours", R"({"decision":"defer","until":"2026-05-13T13:00:00Z"})"));
  CHECK(waits.text == "Call waits. It is outside the hours in which this client may be contacted.");
  CHECK(waits.until == parse_instant("2026-05-13T13:00:00Z").value());
  CHECK(api::sentence(row("decided", "no_consent", R"({"decision":"drop"})", "text")).text ==
        "No text. No consent is on record for contacting this client.");
  CHECK(api::sentence(row("decided", "cannot_prepare", R"({"decision":"hold"})"))
            .text.starts_with("Call waits for a person's yes."));
}

TEST_CASE("calls and replies are told as they went") {
  CHECK(api::sentence(row("callback", "ended", R"({"state":"ended","outcome":"no_answer"})")).text ==
        "Nobody answered.");
  CHECK(api::sentence(row("callback", "ringing", R"({"state":"ringing"})")).text == "It rings.");
  CHECK(api::sentence(row("callback", "incoming_text", R"({"text":"ok!"})", "text")).text ==
        "The client writes: “ok!”");
  CHECK(api::sentence(row("spoken", "confirmed", R"({"input":"2/keys"})")).text ==
        "A key is pressed: plays “Confirmed”.");
  CHECK(
      api::sentence(row("spoken", "appointment_moved")).text.starts_with("Answered, and told that nothing is needed."));
}

TEST_CASE("a history tells the same wait once, with its latest end") {
  ApiHouse house;
  house.import({ApiHouse::booked("a", "2026-05-13T11:30")});
  for (const auto* until : {"2026-05-12T15:00:00Z", "2026-05-12T15:01:00Z", "2026-05-12T15:02:00Z"}) {
    house.write([&](Unit& unit) {
      return unit.ledger().append({.kind = LedgerKind::decided,
                                   .code = "stopped",
                                   .appointment = AppointmentId(1),
                                   .channel = "call",
                                   .body = LedgerBody().plain("decision", "defer").plain("until", until)});
    });
  }
  const auto page = house.get("/appointments/1");
  const auto& history = page.at("history").as_array();
  CHECK(std::count_if(history.begin(), history.end(), [](const auto& one) { return one.at("kind") == "decided"; }) ==
        1);
  CHECK(text_at(history.back(), "/until") == "2026-05-12T15:02:00Z");
}

TEST_CASE("rules are told in days and hours, without a time of day") {
  const auto words = [](Offset offset) {
    return api::rule_words({.id = {}, .channel = Channel::text, .offset = offset, .content = ""});
  };
  CHECK(words(ElapsedBefore{minutes{120}}) == "A text, 2 hours before");
  CHECK(words(ElapsedBefore{minutes{60}}) == "A text, 1 hour before");
  CHECK(words(ElapsedBefore{minutes{90}}) == "A text, 90 minutes before");
  CHECK(words(DaysBeforeAt{1, hours{17}}) == "A text, the day before");
  CHECK(words(DaysBeforeSameTime{3}) == "A text, 3 days before, at the same time");
}

TEST_CASE("what calls that come in leave in the ledger is told in sentences, not in codes") {
  const auto text = [](const char* kind, const char* code, const char* body = "{}") {
    return api::sentence(row(kind, code, body, "call")).text;
  };
  CHECK(text("callback", "incoming_call") == "Somebody rings us.");
  CHECK(text("answered", "message") == "Left a message by phone.");
  CHECK(text("answered", "time_card", R"({"event":3})") == "Told your own systems: time_card.");
  CHECK(text("answered", "unheard_of") == "The client answers: unheard_of.");
  CHECK(text("sent", "event_delivered") == "An event was delivered to your own systems.");
  CHECK(text("error", "event_given_up", R"({"detail":"the address answers 500"})").ends_with("answers 500."));
  CHECK(text("spoken", "thanks", R"({"input":"3/recorded"})") == "Recorded: plays “Thanks”.");
  CHECK(text("by_hand", "line_set", R"({"who":"Kim","flow":"missed-call"})") ==
        "A number is answered by missed-call (Kim).");
  CHECK(text("by_hand", "line_set", R"({"who":"Kim","flow":"missed-call","title":"A missed call is noted"})") ==
        "A number is answered by “A missed call is noted” (Kim).");
  for (const auto& [kind, code] : std::vector<std::pair<const char*, const char*>>{{"answered", "missed_call"},
                                                                                   {"answered", "opt_out_unheard"},
                                                                                   {"answered", "task_code_used"},
                                                                                   {"callback", "call_over"},
                                                                                   {"reconciled", "call_end_unheard"},
                                                                                   {"refused", "wrong_code"},
                                                                                   {"by_hand", "line_removed"},
                                                                                   {"by_hand", "line_allows"},
                                                                                   {"by_hand", "task_done"},
                                                                                   {"by_hand", "task_code_made"},
                                                                                   {"by_hand", "event_target_set"},
                                                                                   {"by_hand", "event_target_removed"},
                                                                                   {"by_hand", "event_key_renewed"}}) {
    CAPTURE(code);
    CHECK(text(kind, code).find(code) == std::string::npos);
  }
}
