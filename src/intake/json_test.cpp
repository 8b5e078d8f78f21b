#include "intake/json.h"

#include <doctest/doctest.h>

#include "intake/calendar_for_tests.h"

using namespace courtesy;
using namespace courtesy::intake;
using namespace courtesy::intake::for_tests;

TEST_CASE("an import is written as JSON with every field, and only those that apply") {
  const Import import =
      read(calendar(event("a", "DTSTART;TZID=America/New_York:20260308T023000\nSUMMARY:Ana \"Nita\" Gil") +
                    event("b", "DTSTART:20260512T130000Z\nATTENDEE;CN=Bo:tel:+12125550123") +
                    event("c", "DTSTART:20260513T130000Z\nSTATUS:CANCELLED") + event("d", "SUMMARY:never")));
  CHECK(to_json(import) ==
        R"({"events":4,"appointments":[)"
        R"({"uid":"a","start":{"instant":"2026-03-08T07:30:00Z","local":"2026-03-08T02:30","zone":"America/New_York"},)"
        R"("name":"Ana \"Nita\" Gil","number":null,"flag":"gap","line":4},)"
        R"({"uid":"b","start":{"instant":"2026-05-12T13:00:00Z","local":"2026-05-12T15:00","zone":"Europe/Madrid"},)"
        R"("name":"Bo","number":"+12125550123","line":9}],)"
        R"("excluded":[{"uid":"c","recurrence":"","why":"cancelled","line":14}],)"
        R"("reports":[{"line":19,"uid":"d","reason":"it has no DTSTART"}],"outside":0})");
  CHECK(to_json({}) == R"({"events":0,"appointments":[],"excluded":[],"reports":[],"outside":0})");
}
