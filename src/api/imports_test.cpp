#include "api/imports.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "api/test_house.h"

using namespace courtesy;
using api::ApiHouse;
using api::text_at;

namespace {

std::string event(const std::string& uid, const std::string& start, const std::string& summary) {
  return "BEGIN:VEVENT\r\nUID:" + uid + "\r\nDTSTAMP:20260501T000000Z\r\nDTSTART;TZID=America/New_York:" + start +
         "\r\nSUMMARY:" + summary + "\r\nEND:VEVENT\r\n";
}
std::string calendar(const std::string& events) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n" + events + "END:VCALENDAR\r\n";
}

const std::string ana = event("a", "20260520T090000", "Ana Gil +1 212 555 0123");
const std::string ben = event("b", "20260520T100000", "Ben Oz");
const std::string broken = "BEGIN:VEVENT\r\nUID:c\r\nSUMMARY:No start\r\nEND:VEVENT\r\n";
const std::string consent = "&consent_who=Kim&consent_when=2026-05-01&consent_how=on+paper";

boost::json::object taken(ApiHouse& house, const std::string& query, const std::string& bytes) {
  const auto response = house.post("/imports?name=front.ics" + query, bytes);
  INFO(response.body);
  REQUIRE(response.status == 200);
  return boost::json::parse(response.body).as_object();
}

}  // namespace

TEST_CASE("a dry run, which is what is done unless told otherwise, writes nothing") {
  ApiHouse house;
  const auto result = taken(house, "", calendar(ana + ben + broken));
  CHECK(result.at("dry_run") == true);
  CHECK(result.at("id") == 0);
  CHECK(result.at("events") == 3);
  CHECK(result.at("added") == 2);
  REQUIRE(result.at("reports").as_array().size() == 1);
  CHECK(result.at("reports").at(0).at("line") == 16);
  REQUIRE(result.at("unreachable").as_array().size() == 1);
  CHECK(text_at(result, "/unreachable/0/local") == "2026-05-20T10:00");
  CHECK(result.at("changes").as_array().size() == 2);
  CHECK(house.get("/day?date=2026-05-20").at("appointments").as_array().empty());
  CHECK(house.get("/session").at("seq") == 0);
}

TEST_CASE("an import takes in what its dry run showed, and is kept") {
  ApiHouse house;
  const auto dry = taken(house, "", calendar(ana + ben));
  const auto real = taken(house, "&dry_run=false" + consent, calendar(ana + ben));
  for (const auto* count : {"events", "added", "changed", "cancelled", "unchanged"})
    CHECK(real.at(count) == dry.at(count));
  CHECK(real.at("id") == 1);
  CHECK(real.at("consent") == true);
  CHECK(house.get("/imports/1").at("added") == 2);
  CHECK(house.get("/day?date=2026-05-20").at("appointments").as_array().size() == 2);
  CHECK(house.ask("GET", "/v1/imports/9").status == 404);
  house.db->run("UPDATE import SET result = '{}'").value();  // as its age erases it
  CHECK(house.ask("GET", "/v1/imports/1").status == 200);
}

TEST_CASE("the same file again changes nothing; a moved and a vanished booking are told before they are written") {
  ApiHouse house;
  taken(house, "&dry_run=false", calendar(ana + ben));
  const auto same = taken(house, "", calendar(ana + ben));
  CHECK(same.at("unchanged") == 2);
  CHECK(same.at("first") == false);
  const std::string moved = event("a", "20260520T093000", "Ana Gil +1 212 555 0123");
  for (const auto* dry : {"true", "false"}) {
    const auto result = taken(house, std::string("&dry_run=") + dry, calendar(moved));
    CHECK(result.at("changed") == 1);
    CHECK(result.at("cancelled") == 1);
    CHECK(text_at(result, "/changes/0/was") == "2026-05-20T09:00");
    CHECK(text_at(result, "/changes/1/change") == "cancelled");
  }
  CHECK(text_at(house.get("/appointments/2"), "/state") == "cancelled");
  CHECK(taken(house, "", calendar(moved)).at("unchanged") == 1);
}

TEST_CASE("a booking that may be in the part that could not be read is not taken for vanished") {
  ApiHouse house;
  taken(house, "&dry_run=false", calendar(ana + ben));
  const std::string unreadable = "BEGIN:VEVENT\r\nUID:b\r\nSUMMARY:Ben Oz\r\nEND:VEVENT\r\n";
  for (const auto* dry : {"true", "false"}) {
    const auto result = taken(house, std::string("&dry_run=") + dry, calendar(ana + unreadable));
    CHECK(result.at("cancelled") == 0);
    CHECK(result.at("spared") == 1);
  }
  CHECK(text_at(house.get("/appointments/2"), "/state") == "scheduled");
}

TEST_CASE("what lies outside of the time that is read is told, and an empty calendar cancels nothing") {
  ApiHouse house;
  const std::string past = event("old", "20250520T090000", "Ana Gil +1 212 555 0123");
  CHECK(taken(house, "&dry_run=false", calendar(ana + past)).at("outside") == 1);
  CHECK(house.get("/imports/1").at("outside") == 1);
  const auto empty = taken(house, "", calendar(past));
  CHECK(empty.at("events") == 0);
  CHECK(empty.at("outside") == 1);
  CHECK(empty.at("spared") == 1);
}

TEST_CASE("a booking that the source cancels is cancelled, once") {
  ApiHouse house;
  taken(house, "&dry_run=false", calendar(ana + ben));
  const std::string gone =
      "BEGIN:VEVENT\r\nUID:b\r\nDTSTAMP:20260501T000000Z\r\nSTATUS:CANCELLED\r\nSEQUENCE:1\r\n"
      "DTSTART;TZID=America/New_York:20260520T100000\r\nSUMMARY:Ben Oz\r\nEND:VEVENT\r\n";
  const auto dry = taken(house, "", calendar(ana + gone));
  const auto real = taken(house, "&dry_run=false", calendar(ana + gone));
  CHECK(dry.at("cancelled") == real.at("cancelled"));
  CHECK(dry.at("unchanged") == real.at("unchanged"));
  CHECK(text_at(house.get("/appointments/2"), "/state") == "cancelled");
}

TEST_CASE("an import without consent plans, and nobody is contacted for it") {
  ApiHouse house;
  taken(house, "&dry_run=false", calendar(ana));
  house.post("/stop", "{}");
  house.time.run_until(parse_instant("2026-05-19T13:30:00Z").value());
  CHECK(house.get("/release").at("count") == 0);
}

TEST_CASE("a table is read in the form and by the columns that were stated, and not without") {
  ApiHouse house;
  const std::string table =
      "Client,Mobile,Day,At\r\nAna Gil,212 555 0123,05/20/2026,9:30 am\r\nBen Oz,,05/20/2026,14:00\r\n";
  const auto post = [&](const std::string& query) { return house.post("/imports?name=a.CSV" + query, table); };
  CHECK(post("").status == 400);
  CHECK(post("&date_form=month_day_year").status == 400);
  CHECK(post("&date_form=month_first&time_form=h12").status == 400);
  CHECK(post("&date_form=month_day_year&time_form=h12").status == 400);  // it has no column `name`
  const auto response = post(
      "&date_form=month_day_year&time_form=h12&column_name=Client&column_number=Mobile&column_date=Day&column_time=At");
  REQUIRE(response.status == 200);
  const auto result = boost::json::parse(response.body);
  CHECK(result.at("added") == 1);
  CHECK(text_at(result, "/changes/0/local") == "2026-05-20T09:30");
  REQUIRE(result.at("reports").as_array().size() == 1);
  CHECK(result.at("reports").at(0).at("line") == 3);
}

TEST_CASE("a file that is none, half a consent, an unknown zone or name are refused in words") {
  ApiHouse house;
  CHECK(house.post("/imports?name=front.ics", "no calendar").status == 400);
  CHECK(house.post("/imports?name=front.ics&consent_who=Kim", calendar(ana)).status == 400);
  for (const auto* day : {"last+spring", "2027-05-01"}) {
    const auto refused =
        house.post(fmt::format("/imports?name=front.ics&consent_who=Kim&consent_when={}&consent_how=on+paper", day),
                   calendar(ana));
    CHECK(refused.status == 400);
    CHECK(refused.body.find("The consent is not clear: its day is ") != std::string::npos);
  }
  CHECK(house.post("/imports?name=front.ics&zone=Mars/Base", calendar(ana)).status == 400);
  CHECK(house.post("/imports?name=front.pdf", calendar(ana)).status == 400);
  CHECK(house.post("/imports?name=.ics", calendar(ana)).status == 400);
  CHECK(house.post("/imports", calendar(ana)).status == 400);
  CHECK(house.post("/imports?name=front.ics", std::string((8u << 20) + 1, ' ')).status == 413);
}

TEST_CASE("what is wrong with a file is told in the language of whoever asks, and kept in none") {
  ApiHouse house;
  const http::Headers spanish{{"Accept-Language", "es"}};
  const std::string start = broken + event("d", "tomorrow", "Cy");
  const auto taken_in = house.ask("POST", "/v1/imports?name=front.ics&dry_run=false", calendar(ben + start), spanish);
  INFO(taken_in.body);
  REQUIRE(taken_in.status == 200);
  const auto result = boost::json::parse(taken_in.body);
  CHECK(text_at(result, "/reports/0/reason") == "no tiene comienzo (DTSTART)");
  CHECK(text_at(result, "/reports/1/reason") == "línea 17: su DTSTART no es una fecha u hora como 20260512T090000");
  CHECK(text_at(result, "/unreachable/0/reason").starts_with("No hay número de teléfono ni correo"));
  CHECK(text_at(house.get("/imports/1"), "/reports/0/reason") == "it has no DTSTART");
  const auto again = house.ask("GET", "/v1/imports/1", "", spanish);
  CHECK(text_at(boost::json::parse(again.body), "/reports/0/reason") == "no tiene comienzo (DTSTART)");
  const auto none = house.ask("POST", "/v1/imports?name=front.ics", "no calendar", spanish);
  CHECK(text_at(boost::json::parse(none.body), "/detail").starts_with("línea 1: no es un archivo iCalendar"));
}

TEST_CASE("each cell of a table that cannot be read is told in Spanish") {
  ApiHouse house;
  const std::string table =
      "name,phone,date,time\r\nAna,212 555 0123,20/05/2026,09:30\r\nBen,,2026-05-20,half past\r\n"
      "Cy,212 555 0124,2026-05-20,10:00,more\r\nDi,12,2026-05-20,11:00\r\nEd,abc,2026-05-20,11:00\r\n"
      "Fi,212 555 0125,2026-05-20,12:00\r\nFi,212 555 0125,2026-05-20,12:00\r\n";
  const auto answer = house.ask("POST", "/v1/imports?name=a.csv&date_form=year_month_day&time_form=h24", table,
                                {{"Accept-Language", "es"}});
  INFO(answer.body);
  REQUIRE(answer.status == 200);
  const auto result = boost::json::parse(answer.body);
  CHECK(result.at("reports").as_array().size() == 4);
  CHECK(result.at("unreachable").as_array().size() == 2);
  for (const char* list : {"reports", "unreachable"}) {
    for (const auto& one : result.at(list).as_array()) {
      const std::string reason = text_at(one, "/reason");
      CAPTURE(reason);
      for (const char* english : {"the ", " no date", " is ", "phone", " row", "must"})
        CHECK(reason.find(english) == std::string::npos);
    }
  }
}
