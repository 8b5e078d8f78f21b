// Lines, tasks, codes, facts and events over HTTP.
#include <doctest/doctest.h>

#include "api/test_house.h"
#include "outcome/spoken_code.h"
#include "store/event_book.h"
#include "store/fact_book.h"
#include "store/guesses.h"
#include "store/ledger.h"
#include "store/sessions.h"
#include "store/staff_tasks.h"
#include "store/task_codes.h"
#include "store/trips.h"

using namespace courtesy;
using api::ApiHouse;
using api::text_at;

namespace {

struct LineHouse : ApiHouse {
  http::Response put(const std::string& url, const std::string& body) { return ask("PUT", "/v1" + url, body); }
  static boost::json::object object(const http::Response& response) {
    return boost::json::parse(response.body).as_object();
  }
  Session add_call() {
    Session call{.provider_id = "CA1", .caller = "+12125550123", .called = "+12125550199", .flow = "callback-line"};
    write([&](Unit& unit) { return Sessions(unit).add(call); });
    return call;
  }
};

boost::json::value at(const boost::json::value& value, std::string_view pointer) { return value.at_pointer(pointer); }

}  // namespace

TEST_CASE("the caller number is a line from the start; another flow is set, and the usual one comes back") {
  LineHouse house;
  CHECK(text_at(house.get("/lines"), "/lines/0/flow") == "callback-line");
  CHECK(at(house.get("/lines"), "/lines/0/set_by").is_null());
  const auto set = house.put("/lines", R"({"number":"+12125550199","flow":"missed-call","who":"Kim"})");
  CHECK(set.status == 200);
  CHECK(text_at(LineHouse::object(set), "/lines/0/flow") == "missed-call");
  CHECK(text_at(house.get("/ledger?kind=by_hand"), "/entries/0/text") ==
        "A number is answered by “A missed call is noted” (Kim).");
  CHECK(house.post("/lines/remove", R"({"number":"+12125550199","who":"Kim"})").status == 200);
  CHECK(house.post("/lines/remove", R"({"number":"+12125550199","who":"Kim"})").status == 404);
  CHECK(text_at(house.get("/lines"), "/lines/0/flow") == "callback-line");
}

TEST_CASE("a line needs a flow for calls that come in, and a number") {
  LineHouse house;
  for (const char* body :
       {R"({"number":"+12125550199","flow":"appointment-reminder","who":"Kim"})",
        R"({"number":"+12125550199","flow":"identify","who":"Kim"})",
        R"({"number":"12","flow":"missed-call","who":"Kim"})", R"({"flow":"missed-call","who":"Kim"})"})
    CHECK(house.put("/lines", body).status == 400);
  CHECK(house.put("/lines", R"({"number":"+12125550199","flow":"nothing","who":"Kim"})").status == 404);
}

TEST_CASE("what callers may do is set field by field") {
  LineHouse house;
  CHECK(house.put("/lines/allows", R"({"put_through":"+12125550111","who":"Kim"})").status == 200);
  CHECK(house.put("/lines/allows", R"({"cancel_notice_minutes":90,"return_missed":true,"who":"Kim"})").status == 200);
  const auto allows = house.get("/lines").at("allows").as_object();
  CHECK(allows.at("put_through") == "+12125550111");
  CHECK(allows.at("cancel_notice_minutes") == 90);
  CHECK(allows.at("return_missed") == true);
  CHECK(house.put("/lines/allows", R"({"put_through":null,"who":"Kim"})").status == 200);
  CHECK(at(house.get("/lines"), "/allows/put_through").is_null());
  CHECK(house.put("/lines/allows", R"({"cancel_notice_minutes":-1,"who":"Kim"})").status == 400);
}

TEST_CASE("a number whose codes are off says so, and a person opens them again with a reason") {
  LineHouse house;
  house.write([](Unit& unit) { return unit.trips().add({TripRule::wrong_codes, 30, 29, "+12125550199"}); });
  CHECK(at(house.get("/lines"), "/lines/0/codes_off") == true);
  CHECK(text_at(house.get("/failsafe"), "/trips/0/rule") == "wrong_codes");
  CHECK(text_at(house.get("/session"), "/warnings/0").find("+12125550199") != std::string::npos);
  CHECK(house.get("/session").at("stopped").is_null());
  CHECK(house.post("/lines/reopen", R"({"number":"+12125550199","who":"Kim"})").status == 400);
  CHECK(house.post("/lines/reopen", R"({"number":"+12125550199","who":"Kim","why":"a class tried it"})").status == 200);
  CHECK(at(house.get("/lines"), "/lines/0/codes_off") == false);
}

TEST_CASE("a task code is shown once, with the number to call, and its state afterwards without it") {
  LineHouse house;
  house.import({TestHouse::booked("a", "2026-05-14T14:00")});
  const auto made = house.post("/task-codes", R"({"purpose":"client","subject":1,"who":"Kim"})");
  REQUIRE(made.status == 200);
  const auto code = LineHouse::object(made);
  CHECK(text_at(code, "/code").size() == task_code_digits);
  CHECK(without_repeats(text_at(code, "/code")) == text_at(code, "/code"));
  CHECK(text_at(code, "/number") == "212-555-0199");
  CHECK(text_at(code, "/expires_at") == "2026-05-12T14:15:00Z");
  const auto state = house.get("/task-codes/1");
  CHECK(text_at(state, "/state") == "live");
  CHECK(boost::json::serialize(state).find(text_at(code, "/code")) == std::string::npos);
  house.write([&](Unit& unit) -> Result<void> {
    CHECK(TRY(TaskCodes(unit).use(CodePurpose::client, text_at(code, "/code"), SessionId(1))) == "1");
    return {};
  });
  CHECK(text_at(house.get("/task-codes/1"), "/state") == "used");
  CHECK(house.ask("GET", "/v1/task-codes/9").status == 404);
}

TEST_CASE("a code for a prompt needs a prompt that there is, and a number whose flow asks for it") {
  LineHouse house;
  const auto make = [&](const char* subject) {
    return house.post("/task-codes", std::string(R"({"purpose":"record_prompt","subject":")") + subject + R"("})");
  };
  CHECK(make("appointment-reminder/opening/hello/en").status != 200);
  CHECK(house.put("/lines", R"({"number":"+12125550198","flow":"record-prompt","who":"Kim"})").status == 200);
  CHECK(make("appointment-reminder/opening/nothing/en").status == 400);
  CHECK(make("appointment-reminder").status == 400);
  for (const char* body : {R"({"purpose":"client","subject":99})", R"({"purpose":"client","subject":"x"})",
                           R"({"purpose":"client"})", R"({"purpose":"nothing","subject":1})", "{}"})
    CHECK(house.post("/task-codes", body).status >= 400);
}

TEST_CASE("facts are pushed all or none, and the PIN is not kept as it is") {
  LineHouse house;
  const auto pushed = house.put("/facts", R"({"facts":[
    {"name":"order_status","key":"4711","words":{"en":"on its way","es":"en camino"},"pin":"2468",
     "expires_at":"2026-05-13T00:00:00Z"},
    {"name":"visit_note","appointment":1,"words":{"en":"bring your card"},"expires_at":"2026-05-13T00:00:00Z"}]})");
  REQUIRE(pushed.status == 200);
  CHECK(LineHouse::object(pushed).at("taken") == 2);
  CHECK(house.get("/facts").at("count") == 2);
  const Rows rows = house.db->run("SELECT pin FROM fact WHERE key = '4711'").value();
  CHECK(rows[0][0].text().size() == 64);
  CHECK(rows[0][0].text().find("2468") == std::string::npos);
  const auto refused = house.put("/facts", R"({"facts":[
    {"name":"a","key":"1","words":{"en":"x"},"expires_at":"2026-05-13T00:00:00Z"},
    {"name":"b","key":"2","words":{"en":"x"},"expires_at":"2026-05-11T00:00:00Z"}]})");
  CHECK(refused.status == 400);
  CHECK(refused.body.find("fact 2") != std::string::npos);
  CHECK(house.get("/facts").at("count") == 2);
  CHECK(LineHouse::object(house.post("/facts/remove", R"({"name":"visit_note","appointment":1})")).at("removed") ==
        true);
  CHECK(house.get("/facts").at("count") == 1);
}

TEST_CASE("facts that cannot be used are refused by name") {
  LineHouse house;
  for (const char* fact :
       {R"({"key":"1","words":{"en":"x"},"expires_at":"2026-05-13T00:00:00Z"})",
        R"({"name":"a","words":{"en":"x"},"expires_at":"2026-05-13T00:00:00Z"})",
        R"({"name":"a","key":"x","words":{"en":"x"},"expires_at":"2026-05-13T00:00:00Z"})",
        R"({"name":"a","key":"1","words":{"en":7},"expires_at":"2026-05-13T00:00:00Z"})",
        R"({"name":"a","key":"1","words":"x","expires_at":"2026-05-13T00:00:00Z"})",
        R"({"name":"a","key":"1","words":{"en":"x"},"expires_at":"tomorrow"})",
        R"({"name":"a","key":"1","words":{"en":"x"},"expires_at":"2028-05-13T00:00:00Z"})",
        R"({"name":"a","appointment":"x","words":{"en":"x"},"expires_at":"2026-05-13T00:00:00Z"})", "7"})
    CHECK(house.put("/facts", std::string(R"({"facts":[)") + fact + "]}").status == 400);
  CHECK(house.put("/facts", R"({"facts":{}})").status == 400);
}

TEST_CASE("tasks that calls left are listed until somebody has done them") {
  LineHouse house;
  house.import({TestHouse::booked("a", "2026-05-14T14:00")});
  const Session call = house.add_call();
  house.write([&](Unit& unit) { return StaffTasks(unit).add(call, CallTask::missed_call); });
  const auto tasks = house.get("/tasks");
  CHECK(text_at(tasks, "/tasks/0/kind") == "missed_call");
  CHECK(text_at(tasks, "/tasks/0/client/name") == "Ana");
  CHECK(house.post("/tasks/1/done", R"({"who":"Kim"})").status == 200);
  CHECK(house.get("/tasks").at("tasks").as_array().empty());
  CHECK(text_at(house.get("/tasks?done=true"), "/tasks/0/done/who") == "Kim");
  CHECK(house.post("/tasks/9/done", R"({"who":"Kim"})").status == 404);
}

TEST_CASE("calls and tasks come in pages, each to the last one") {
  LineHouse house;
  house.write([](Unit& unit) -> Result<void> {
    for (int i = 0; i < 5; ++i) {
      Session session{.provider_id = std::to_string(i), .caller = "+12125550123", .called = "+12125550199"};
      TRY(Sessions(unit).add(session));
      TRY(StaffTasks(unit).add(session, CallTask::message));
    }
    return {};
  });
  const auto pages = [&](const std::string& url, const char* list, const char* cursor, const char* parameter) {
    std::vector<std::int64_t> ids;
    std::string more;
    while (true) {
      const auto page = house.get(url + "limit=2" + more);
      for (const auto& one : page.at(list).as_array()) ids.push_back(one.at("id").as_int64());
      if (page.at(cursor).is_null()) return ids;
      more = std::string("&") + parameter + "=" + std::to_string(page.at(cursor).as_int64());
    }
  };
  using Ids = std::vector<std::int64_t>;
  CHECK(pages("/calls?", "calls", "before", "before") == Ids{5, 4, 3, 2, 1});
  CHECK(pages("/tasks?", "tasks", "next", "after") == Ids{1, 2, 3, 4, 5});
  for (const char* id : {"3", "1", "5"}) {
    CHECK(house.post(std::string("/tasks/") + id + "/done", "{}").status == 200);
    house.time.run_until(house.time.now() + minutes{1});
  }
  CHECK(pages("/tasks?done=true&", "tasks", "next", "after") == Ids{5, 1, 3});
  CHECK(pages("/tasks?", "tasks", "next", "after") == Ids{2, 4});
  CHECK(house.ask("GET", "/v1/calls?before=x").status == 400);
  CHECK(house.ask("GET", "/v1/tasks?after=x").status == 400);
}

TEST_CASE("calls that came in are listed, the newest first") {
  LineHouse house;
  house.add_call();
  const auto calls = house.get("/calls");
  CHECK(text_at(calls, "/calls/0/from") == "+12125550123");
  CHECK(text_at(calls, "/calls/0/flow") == "callback-line");
  CHECK(at(calls, "/calls/0/ended").is_null());
  CHECK(boost::json::serialize(calls).find("secret") == std::string::npos);
}

TEST_CASE("events are read on from a cursor, and delivered again when asked for") {
  LineHouse house;
  for (const char* hours : {"1", "2", "3"}) {
    house.write([&](Unit& unit) -> Result<void> {
      TRY(EventBook(unit).add({"time_card", {{"hours", hours}}}, SessionId(1), AttemptId{}));
      return {};
    });
  }
  const auto page = house.get("/flow-events?limit=2");
  CHECK(page.at("events").as_array().size() == 2);
  CHECK(page.at("after") == 2);
  CHECK(text_at(page, "/events/0/body/data/hours") == "1");
  CHECK(text_at(page, "/events/0/state") == "kept");
  CHECK(text_at(house.get("/flow-events?after=2"), "/events/0/body/data/hours") == "3");
  CHECK(house.get("/flow-events?after=3").at("after") == 3);
  const auto newest = house.get("/flow-events?before=0&limit=2");
  CHECK(text_at(newest, "/events/0/body/data/hours") == "3");
  CHECK(newest.at("before") == 2);
  CHECK(newest.at("counts").at("undelivered") == 3);
  CHECK(text_at(house.get("/flow-events?before=2"), "/events/0/body/data/hours") == "1");
  house.write([](Unit& unit) { return EventBook(unit).note(EventId(3), true, "the address answers 204"); });
  CHECK(text_at(house.get("/flow-events?before=0&state=undelivered"), "/events/0/body/data/hours") == "2");
  CHECK(house.get("/flow-events?before=0").at("counts").at("undelivered") == 2);
  CHECK(house.ask("GET", "/v1/flow-events?before=0&state=lost").status == 400);
  CHECK(house.post("/flow-events/replay", R"({"event":2})").status == 400);
  CHECK(house.put("/flow-events/target", R"({"url":"https://app.example/hook","who":"Kim"})").status == 200);
  CHECK(house.post("/flow-events/replay", R"({"event":2})").status == 200);
  CHECK(text_at(house.get("/flow-events"), "/events/1/state") == "waiting");
  CHECK(LineHouse::object(house.post("/flow-events/replay", R"({"undelivered_after":0})")).at("replayed") == 1);
  CHECK(house.post("/flow-events/replay", R"({"event":9})").status == 404);
  CHECK(house.post("/flow-events/replay", "{}").status == 400);
}

TEST_CASE("where events go is https, its secret has the form that receivers know, and it is in no ledger") {
  LineHouse house;
  CHECK(house.get("/flow-events/target").at("url").is_null());
  CHECK(house.put("/flow-events/target", R"({"url":"http://app.example/hook","who":"Kim"})").status == 400);
  const auto set =
      LineHouse::object(house.put("/flow-events/target", R"({"url":"https://app.example/hook","who":"Kim"})"));
  const std::string secret = text_at(set, "/secret");
  CHECK(secret.starts_with("whsec_"));
  const auto renewed = LineHouse::object(house.post("/flow-events/key", R"({"who":"Kim"})"));
  CHECK(text_at(renewed, "/secret") != secret);
  CHECK(text_at(renewed, "/secret").starts_with("whsec_"));
  CHECK(text_at(renewed, "/key/older_until") == "2026-05-13T14:00:00Z");
  CHECK(house.put("/flow-events/target", R"({"url":"","who":"Kim"})").status == 200);
  const auto rows = house.read<std::vector<LedgerRow>>([](Unit& unit) { return unit.ledger().find({}); });
  for (const auto& row : rows) CHECK(row.body.find("app.example") == std::string::npos);
}

TEST_CASE("the secret of events is told where it is made, and never again") {
  LineHouse house;
  CHECK(house.get("/flow-events/target").at("key").is_null());
  const std::string url = R"({"url":"https://app.example/hook"})";
  CHECK(LineHouse::object(house.put("/flow-events/target", url)).at("secret").is_string());
  CHECK(LineHouse::object(house.put("/flow-events/target", url)).at("secret").is_null());
  const auto read = house.get("/flow-events/target");
  CHECK(read.at("secret").is_null());
  CHECK(boost::json::serialize(read).find("whsec_") == std::string::npos);
  CHECK(text_at(read, "/key/since") == "2026-05-12T14:00:00Z");
  CHECK(read.at("key").at("older_until").is_null());
  // Taken away and set again, it is the same one still.
  CHECK(house.put("/flow-events/target", R"({"url":""})").status == 200);
  CHECK(LineHouse::object(house.put("/flow-events/target", url)).at("secret").is_null());
  CHECK(house.post("/flow-events/key", "{}").status == 200);
  house.time.run_until(house.time.now() + hours{24});
  CHECK(house.get("/flow-events/target").at("key").at("older_until").is_null());
}
