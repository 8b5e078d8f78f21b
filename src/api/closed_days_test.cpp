#include "api/closed_days.h"

#include <doctest/doctest.h>

#include "api/test_house.h"
#include "interlock/judge.h"
#include "store/ledger.h"
#include "store/views.h"

using namespace courtesy;
using api::ApiHouse;
using api::text_at;

namespace {

/// It is Tuesday 2026-05-12; there are visits on Thursday the 14th and on Tuesday the 26th, after Memorial Day.
class Clinic : public ApiHouse {
 public:
  Clinic() { import({booked("1", "2026-05-14T14:00"), booked("2", "2026-05-26T09:00")}); }

  boost::json::object done(const std::string& method, const std::string& url, const std::string& body,
                           http::Headers headers = {}) {
    const auto response = ask(method, "/v1" + url, body, std::move(headers));
    INFO(response.body);
    REQUIRE(response.status == 200);
    return boost::json::parse(response.body).as_object();
  }
  boost::json::object close(const std::string& body) { return done("POST", "/closed-days", body); }
  std::string refused(int status, const std::string& body, http::Headers headers = {}) {
    const auto response = ask("POST", "/v1/closed-days", body, std::move(headers));
    CHECK(response.status == status);
    return text_at(boost::json::parse(response.body), "/detail");
  }
  /// When the reminder of this visit by this rule goes out.
  Instant send_at(int visit, int rule) {
    for (const auto& one :
         read<std::vector<ReminderRow>>([&](Unit& unit) { return unit.queue().of(AppointmentId(visit)); })) {
      if (one.key.rule == RuleId(rule)) return one.send_at;
    }
    throw std::runtime_error("no such reminder");
  }
  std::vector<std::string> codes_of(int visit) {
    std::vector<std::string> codes;
    for (const auto& row :
         read<std::vector<LedgerRow>>([&](Unit& unit) { return Views(unit).history(AppointmentId(visit), 50); }))
      codes.push_back(row.code);
    return codes;
  }
};

Instant at(std::string_view text) { return parse_instant(text).value(); }

constexpr const char* one_business_day = R"({"channel":"text","business_days_before":1,"at":"17:00"})";

}  // namespace

TEST_CASE("an account works from Monday to Friday and is closed on no date until it says otherwise") {
  Clinic house;
  const auto page = house.get("/closed-days");
  CHECK(page.at("closed_days").as_array().empty());
  CHECK(boost::json::serialize(page.at("open_weekdays")) == R"(["mon","tue","wed","thu","fri"])");
  CHECK(page.at("calls_on_closed_days") == false);
  CHECK(text_at(page, "/today") == "2026-05-12");
}

TEST_CASE("a rule by business days counts over closed dates, and is told in words") {
  Clinic house;
  house.close(R"({"from":"2026-05-25","name":"Memorial Day"})");
  const auto would =
      house.done("POST", "/rules", R"({"channel":"text","business_days_before":1,"at":"17:00","dry_run":true})");
  CHECK(would.at("planned") == 2);
  const auto rules = house.done("POST", "/rules", one_business_day);
  CHECK(rules.at("planned") == 2);
  CHECK(rules.at("rules").at(1).at("business_days_before") == 1);
  CHECK(rules.at("rules").at(1).at("days_before").is_null());
  CHECK(text_at(rules, "/rules/1/at") == "17:00");
  CHECK(text_at(rules, "/rules/1/text").starts_with("A text, the working day before, at 17:00"));
  CHECK(house.send_at(2, 2) == at("2026-05-22T21:00:00Z"));  // Friday
  CHECK(house.send_at(1, 2) == at("2026-05-13T21:00:00Z"));
}

TEST_CASE("what a rule by business days lacks or has too much is said") {
  Clinic house;
  const auto refused = [&](const std::string& body) {
    const auto response = house.post("/rules", body);
    CHECK(response.status == 400);
    return text_at(boost::json::parse(response.body), "/detail");
  };
  CHECK(refused(R"({"channel":"text","business_days_before":1})") ==
        "`business_days_before` goes with a time of day: `at` 17:00");
  CHECK(refused(R"({"channel":"text","business_days_before":1,"days_before":1,"at":"17:00"})") ==
        "say either `days_before` or `business_days_before`");
  CHECK(refused(R"({"channel":"text","business_days_before":367,"at":"17:00"})") ==
        "`business_days_before` must be 0 to 366");
}

TEST_CASE("when the calendar changes, what has not been sent goes by it, and the reason is on record") {
  Clinic house;
  house.done("POST", "/rules", one_business_day);
  CHECK(house.send_at(2, 2) == at("2026-05-25T21:00:00Z"));
  const auto closed = house.close(R"({"from":"2026-05-25","name":"Memorial Day"})");
  CHECK(closed.at("moved") == 2);  // the text, and the clinic's call of the day before
  CHECK(closed.at("visits") == 0);
  CHECK(house.send_at(2, 2) == at("2026-05-22T21:00:00Z"));
  CHECK(house.codes_of(2).back() == "closed_days");
  CHECK(house.codes_of(1).back() != "closed_days");
  const auto id = std::to_string(closed.at("closed_day").as_int64());
  CHECK(house.done("PUT", "/closed-days/" + id, R"({"from":"2026-05-22"})").at("moved") == 2);
  CHECK(house.send_at(2, 2) == at("2026-05-21T21:00:00Z"));
  CHECK(house.done("POST", "/closed-days/" + id + "/remove", "{}").at("moved") == 2);
  CHECK(house.send_at(2, 2) == at("2026-05-25T21:00:00Z"));
}

TEST_CASE("weekdays count like dates do") {
  Clinic house;
  house.done("POST", "/rules", one_business_day);
  const auto page = house.done("PUT", "/closed-days", R"({"open_weekdays":["tue","sat"]})");
  CHECK(boost::json::serialize(page.at("open_weekdays")) == R"(["tue","sat"])");
  CHECK(page.at("moved") == 2);
  CHECK(house.send_at(2, 2) == at("2026-05-23T21:00:00Z"));
  CHECK(house.ask("PUT", "/v1/closed-days", R"({"open_weekdays":[]})").status == 400);
  CHECK(house.ask("PUT", "/v1/closed-days", R"({"open_weekdays":["monday"]})").status == 400);
  CHECK(house.ask("PUT", "/v1/closed-days", R"({"open_weekdays":"mon"})").status == 400);
}

TEST_CASE("a day that is closed on short notice takes no reminder away") {
  Clinic house;
  house.done("POST", "/rules", one_business_day);
  // The text for Thursday goes out on Wednesday; had they been closed then, it would have gone out on Tuesday.
  house.time.run_until(at("2026-05-13T00:00:00Z"));
  CHECK(house.close(R"({"from":"2026-05-13"})").at("moved") == 0);
  CHECK(house.send_at(1, 2) == at("2026-05-13T21:00:00Z"));
}

TEST_CASE("what was left out since its time was over is planned when the calendar gives it another") {
  Clinic house;
  house.close(R"({"from":"2026-05-13"})");
  house.time.run_until(at("2026-05-12T23:00:00Z"));
  CHECK(house.done("POST", "/rules", one_business_day).at("planned") == 1);
  CHECK(house.done("POST", "/closed-days/1/remove", "{}").at("moved") == 2);
  CHECK(house.send_at(1, 1) == at("2026-05-13T18:00:00Z"));
  CHECK(house.send_at(1, 2) == at("2026-05-13T21:00:00Z"));
}

TEST_CASE("what a person has decided stays as it was decided") {
  Clinic house;
  house.done("POST", "/rules", one_business_day);
  house.done("POST", "/appointments/2/reminders/not-at-all", R"({"rule":2,"channel":"text"})");
  CHECK(house.close(R"({"from":"2026-05-25"})").at("moved") == 1);  // the call alone
  CHECK(house.send_at(2, 2) == at("2026-05-25T21:00:00Z"));
}

TEST_CASE("a call that would fall on a closed date goes out before it, unless the account wants calls then") {
  Clinic house;
  CHECK(house.send_at(2, 1) == at("2026-05-25T13:00:00Z"));
  house.close(R"({"from":"2026-05-24","to":"2026-05-25"})");
  CHECK(house.send_at(2, 1) == at("2026-05-23T23:53:00Z"));  // the client's minute of the last hour of Saturday's calls
  CHECK(house.done("PUT", "/closed-days", R"({"calls_on_closed_days":true})").at("moved") == 1);
  CHECK(house.send_at(2, 1) == at("2026-05-25T13:00:00Z"));
}

TEST_CASE("a call that is due on a day that was closed meanwhile waits for the next one's hours") {
  Clinic house;
  house.time.run_until(at("2026-05-13T18:00:00Z"));
  house.close(R"({"from":"2026-05-13"})");
  const auto decided = [&] {
    return house.read<Decision>([](Unit& unit) -> Result<Decision> {
      const auto due = TRY(unit.queue().look(5));
      return judge(due, TRY(unit.facts(due))).at(0).decision;
    });
  };
  CHECK(decided() == defer(at("2026-05-14T13:00:00Z"), Reason::closed_day));
  house.done("PUT", "/closed-days", R"({"calls_on_closed_days":true})");
  CHECK(decided().reason != Reason::closed_day);
}

TEST_CASE("a closed day shows on its day, in its week and at its visits") {
  Clinic house;
  CHECK(house.close(R"({"from":"2026-05-14","to":"2026-05-15","name":"Moving house"})").at("visits") == 1);
  CHECK(text_at(house.get("/day?date=2026-05-14"), "/closed/name") == "Moving house");
  CHECK(house.get("/day?date=2026-05-16").at("closed").is_null());
  const auto week = house.get("/days?from=2026-05-11&to=2026-05-17");
  CHECK(week.at("days").at(2).at("closed").is_null());
  CHECK(text_at(week, "/days/4/closed/from") == "2026-05-14");
  CHECK(text_at(house.get("/appointments/1"), "/closed/name") == "Moving house");
  CHECK(house.get("/appointments/2").at("closed").is_null());
}

TEST_CASE("what cannot be a closed day is refused with what to do") {
  Clinic house;
  CHECK(house.refused(400, "{}") == "`from` is missing: the date, or the first of several, such as 2026-12-24");
  CHECK(house.refused(400, R"({"from":"24/12/2026"})") == "`from` must be a date like 2026-05-12");
  CHECK(house.refused(400, R"({"from":"2026-05-11"})") == "2026-05-11 is over: a day can be closed ahead");
  CHECK(house.refused(400, R"({"from":"2026-12-26","to":"2026-12-24"})") ==
        "the first of several closed days, 2026-12-26, must not be after the last, 2026-12-24");
  CHECK(house.refused(400, R"({"from":"2126-12-24"})") == "2126-12-24 is more than five years ahead: look at the year");
  house.close(R"({"from":"2026-12-24","to":"2026-12-26","name":"Christmas"})");
  CHECK(house.refused(409, R"({"from":"2026-12-25"})") ==
        "2026-12-24–2026-12-26 (Christmas) is closed already: change that, or delete it first");
  CHECK(house.refused(409, R"({"from":"2026-12-25"})", {{"Accept-Language", "es"}}) ==
        "2026-12-24–2026-12-26 (Christmas) ya está cerrado: cámbielo, o elimínelo antes");
  CHECK(house.ask("POST", "/v1/closed-days/7/remove", "{}").status == 404);
  CHECK(house.ask("PUT", "/v1/closed-days/1", R"({"to":"2026-12-20"})").status == 400);
}

TEST_CASE("a past closed day is a record: named anew or deleted, not moved") {
  Clinic house;
  house.close(R"({"from":"2026-05-13"})");
  house.time.run_until(at("2026-05-20T14:00:00Z"));
  CHECK(house.ask("PUT", "/v1/closed-days/1", R"({"from":"2026-06-01","to":"2026-06-01"})").status == 400);
  CHECK(text_at(house.done("PUT", "/closed-days/1", R"({"name":"Moving house"})"), "/closed_days/0/name") ==
        "Moving house");
  CHECK(house.done("POST", "/closed-days/1/remove", "{}").at("closed_days").as_array().empty());
}

TEST_CASE("whoever changes the calendar may say what it was when they looked") {
  Clinic house;
  const auto seen = house.ask("GET", "/v1/closed-days").header("ETag");
  REQUIRE(seen);
  const std::string tag(*seen);
  house.close(R"({"from":"2026-12-24"})");
  const auto late = house.ask("POST", "/v1/closed-days", R"({"from":"2026-12-31"})", {{"If-Match", tag}});
  CHECK(late.status == 412);
  CHECK(house.get("/closed-days").at("closed_days").as_array().size() == 1);
  const std::string now(*house.ask("GET", "/v1/closed-days").header("ETag"));
  house.done("POST", "/closed-days", R"({"from":"2026-12-31"})", {{"If-Match", now}});
}

TEST_CASE("the ledger says who closed which days, in the reader's language") {
  Clinic house;
  house.close(R"({"from":"2026-12-24","to":"2026-12-26","name":"Christmas"})");
  const auto ledger = house.get("/ledger?code=closed_day_added");
  CHECK(text_at(ledger, "/entries/0/text") ==
        "Closed from 2026-12-24 to 2026-12-26 (Kim): reminders are planned by that.");
}

TEST_CASE("the ledger says which weekdays were set, which are new and which are no more") {
  Clinic house;
  const auto told = [&](const char* language) {
    const auto answer = house.ask("GET", "/v1/ledger?code=business_week_set", "", {{"Accept-Language", language}});
    return text_at(boost::json::parse(answer.body), "/entries/0/text");
  };
  house.done("PUT", "/closed-days", R"({"open_weekdays":["mon","tue","wed","thu","sat"],"calls_on_closed_days":true})");
  CHECK(told("en") ==
        "The business works on these days from now on (Kim): Monday to Thursday and Saturday. New: Saturday. No more: "
        "Friday. On closed days calls go out all the same.");
  CHECK(
      told("es") ==
      "A partir de ahora el negocio trabaja estos días (Kim): lunes a jueves y sábado. Nuevo: sábado. Ya no: viernes. "
      "En los días cerrados se llama igual.");
  house.done("PUT", "/closed-days", R"({"open_weekdays":["mon","tue","thu"],"calls_on_closed_days":false})");
  CHECK(told("en") ==
        "The business works on these days from now on (Kim): Monday, Tuesday and Thursday. No more: Wednesday and "
        "Saturday. On closed days nobody is rung.");
}
