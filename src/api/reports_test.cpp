#include "api/reports.h"

#include <doctest/doctest.h>

#include "api/csv_cell.h"
#include "api/test_house.h"

using namespace courtesy;
using api::ApiHouse;

namespace {

class Practice : public ApiHouse {
 public:
  void run(const std::string& sql, std::initializer_list<Value> values = {}) { INVARIANT(db->run(sql, values).ok()); }
  /// The next visit, on that day at nine, with what came of it.
  AppointmentId visit(const std::string& date, const std::string& told, const std::string& answer,
                      const std::string& presence) {
    ++visits_;
    run("INSERT INTO appointment (account, appointment, source, uid, recurrence, sequence, client, local, zone, "
        "instant,"
        " authority, flag, start_key, booking, answer, presence, told) VALUES (1, $1, 'test', $2, '', 0, 1, $3,"
        " 'America/New_York', $4, 'local', 'exact', $3, 'booked', $5, $6, $7)",
        {visits_, std::to_string(visits_), date + "T09:00", parse_instant(date + "T13:00:00Z").value(), answer,
         presence, told});
    return AppointmentId(visits_);
  }
  void attempt(AppointmentId visit, const std::string& channel, const std::string& outcome,
               const std::string& evidence = "none", const std::string& state = "ended", int rule = 1) {
    ++attempts_;
    run("INSERT INTO attempt (account, attempt, appointment, rule, channel, start, n, client, recipient, sender, text,"
        " secret, state, outcome, evidence, intended_at, send_by, node, epoch) SELECT 1, $1, appointment, $6, $3,"
        " start_key, $1, 1, '+12125550123', '', '', 's', $7, $4, $5, 0, 0, 'test', 1 FROM appointment"
        " WHERE appointment = $2",
        {attempts_, visit, channel, outcome, evidence, rule, state});
  }

 private:
  std::int64_t visits_ = 0;
  std::int64_t attempts_ = 0;
};

const boost::json::object& row(const boost::json::object& page, std::string_view key) {
  for (const auto& one : page.at("rows").as_array())
    if (std::string_view(one.at("key").as_string()) == key) return one.as_object();
  throw std::runtime_error("no such row");
}

}  // namespace

TEST_CASE("a report counts a period's visits by weekday and by month") {
  Practice house;
  house.visit("2026-05-04", "told", "confirmed", "showed");
  house.visit("2026-05-11", "told", "cancelled", "unknown");
  house.visit("2026-05-05", "failed", "none", "no_show");
  house.visit("2026-06-01", "nothing_yet", "none", "unknown");
  house.visit("2026-06-02", "told", "none", "unknown");
  const auto page = house.get("/reports?from=2026-05-01&to=2026-06-01");
  CHECK(page.at("by") == "weekday");
  const auto& monday = row(page, "1");
  CHECK(monday.at("visits") == 3);
  CHECK(monday.at("confirmed") == 1);
  CHECK(monday.at("cancelled") == 1);
  CHECK(monday.at("showed") == 1);
  CHECK(monday.at("reached") == 2);
  CHECK(row(page, "2").at("no_shows") == 1);
  CHECK(row(page, "2").at("visits") == 1);
  CHECK(page.at("total").at("visits") == 4);
  const auto months = house.get("/reports?from=2026-05-01&to=2026-06-30&by=month");
  CHECK(row(months, "2026-05").at("visits") == 3);
  CHECK(row(months, "2026-06").at("visits") == 2);
}

TEST_CASE("calls that left a message are told apart by what says that somebody listened") {
  Practice house;
  const auto one = house.visit("2026-05-04", "told", "none", "unknown");
  house.attempt(one, "call", "heard");
  house.attempt(one, "call", "machine", "beep");
  house.attempt(one, "call", "machine", "machine");
  house.attempt(one, "call", "machine", "none");
  house.attempt(one, "call", "no_answer");
  house.attempt(one, "text", "delivered");
  for (const char* state : {"intended", "not_sent", "refused", "absent"})
    house.attempt(one, "call", "none", "none", state);
  const auto total = house.get("/reports?from=2026-05-01&to=2026-05-31&by=month").at("total").as_object();
  CHECK(total.at("calls") == 5);
  CHECK(total.at("calls_heard") == 1);
  CHECK(total.at("calls_with_beep") == 1);
  CHECK(total.at("calls_machine") == 1);
  CHECK(total.at("calls_nobody_knows") == 1);
  CHECK(total.at("contacts") == 6);
  CHECK(total.at("cost").to_number<double>() == doctest::Approx(5 * 0.04 + 0.01));
}

TEST_CASE("by channel a visit stands under each that was used for its present start, reached by that one or not") {
  Practice house;
  const auto one = house.visit("2026-05-04", "told", "none", "showed");
  house.attempt(one, "call", "no_answer");
  house.attempt(one, "call", "busy");
  house.attempt(one, "text", "delivered");
  const auto moved = house.visit("2026-05-06", "nothing_yet", "none", "unknown");
  house.attempt(moved, "call", "heard");
  house.run("UPDATE attempt SET start = '2026-05-01T09:00' WHERE appointment = $1", {moved});
  const auto page = house.get("/reports?from=2026-05-01&to=2026-05-31&by=channel");
  CHECK(row(page, "call").at("visits") == 1);
  CHECK(row(page, "call").at("reached") == 0);
  CHECK(row(page, "call").at("contacts") == 3);
  CHECK(row(page, "text").at("reached") == 1);
  CHECK(page.at("total").at("visits") == 2);
  const auto rules = house.get("/reports?from=2026-05-01&to=2026-05-31&by=rule");
  CHECK(row(rules, "1").at("visits") == 1);
  CHECK_FALSE(row(rules, "1").at("text").is_null());
}

TEST_CASE("a price that the account has said is what its contacts cost") {
  Practice house;
  house.attempt(house.visit("2026-05-04", "told", "none", "unknown"), "text", "sent");
  CHECK(house.ask("PUT", "/v1/pacing", R"({"price_text":0.25})").status == 200);
  const auto page = house.get("/reports?from=2026-05-01&to=2026-05-31");
  CHECK(page.at("total").at("cost").to_number<double>() == doctest::Approx(0.25));
}

TEST_CASE("the effect compares who was reached with who was not, and says nothing of few") {
  Practice house;
  for (int i = 0; i < 40; ++i) house.visit("2026-05-04", "told", "none", i < 2 ? "no_show" : "showed");
  for (int i = 0; i < 29; ++i) house.visit("2026-05-05", "failed", "none", i < 9 ? "no_show" : "showed");
  house.visit("2026-05-05", "failed", "confirmed", "showed");  // reached by a person
  house.visit("2026-05-05", "nothing_yet", "none", "showed");  // nothing was tried
  house.visit("2026-05-05", "failed", "none", "unknown");      // nobody said
  const std::string url = "/reports?from=2026-05-01&to=2026-05-31";
  const auto few = house.get(url).at("effect").as_object();
  CHECK(few.at("not_reached").at("visits") == 29);
  CHECK(few.at("reached").at("visits") == 40);
  CHECK(few.at("difference").is_null());
  CHECK(few.at("reached").at("rate").is_null());
  house.visit("2026-05-05", "failed", "none", "no_show");
  const auto effect = house.get(url).at("effect").as_object();
  CHECK(effect.at("reached").at("rate").at("value").to_number<double>() == doctest::Approx(0.05));
  CHECK(effect.at("difference").at("value").to_number<double>() == doctest::Approx(10.0 / 30 - 0.05));
  CHECK(effect.at("difference").at("low").to_number<double>() > 0.1);
  CHECK(api::text_at(effect, "/text").find("No experiment") == 0);
}

TEST_CASE("a report is of at most a year, and by what it knows") {
  Practice house;
  CHECK(house.ask("GET", "/v1/reports?from=2025-05-01&to=2026-05-01").status == 200);
  for (const char* query : {"from=2025-05-01&to=2026-05-02", "from=2026-05-01", "by=client", "from=1&to=2"}) {
    CAPTURE(query);
    CHECK(house.ask("GET", "/v1/reports?" + std::string(query)).status == 400);
    CHECK(house.ask("GET", "/v1/reports.csv?" + std::string(query)).status == 400);
  }
  const auto usual = house.get("/reports");
  CHECK(usual.at("from") == "2026-04-13");
  CHECK(usual.at("to") == "2026-05-12");
}

TEST_CASE("the table has the page's rows and total") {
  Practice house;
  house.attempt(house.visit("2026-05-04", "told", "confirmed", "showed"), "text", "sent");
  const auto answer = house.ask("GET", "/v1/reports.csv?from=2026-05-01&to=2026-05-31&by=channel");
  CHECK(answer.header("Content-Type") == "text/csv; charset=utf-8");
  CHECK(answer.header("Content-Disposition") == "attachment; filename=\"reports-2026-05-01-2026-05-31-channel.csv\"");
  CHECK(answer.body ==
        "channel,text,visits,confirmed,cancelled,showed,no_shows,reached,calls,calls_heard,calls_with_beep,"
        "calls_machine,calls_nobody_knows,contacts,cost\r\n"
        "text,,1,1,0,1,0,1,0,0,0,0,0,1,0.0100\r\n"
        "total,,1,1,0,1,0,1,0,0,0,0,0,1,0.0100\r\n");
}

TEST_CASE("no cell of a table begins a formula") {
  for (const char* bad : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"}) {
    CAPTURE(bad);
    const std::string cell = api::csv_cell(bad);
    CHECK(cell.find('\'') == (cell[0] == '"' ? 1 : 0));
  }
  CHECK(api::csv_cell("=HYPERLINK(\"x\",\"y\")") == "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
  CHECK(api::csv_cell("a,b") == "\"a,b\"");
  CHECK(api::csv_cell("two\nlines") == "\"two\nlines\"");
  CHECK(api::csv_cell("plain") == "plain");
  CHECK(api::csv_cell("").empty());
}
