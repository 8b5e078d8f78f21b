// What a key of the kind guest or test may change.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "access/key.h"
#include "api/test_house.h"
#include "interlock/interlocks.h"
#include "store/api_keys.h"
#include "store/prompts.h"

using namespace courtesy;
using access::KeyKind;
using api::ApiHouse;

namespace {

constexpr const char* stranger = "+14155550100";

struct Desk : ApiHouse {
  Desk() {
    settings.environment = {.production = true, .allow_list = {"+1212555*"}};
    settings_of_api.environment_of_guests.allow_list = {"+1212555*"};
    api.emplace(*store, time, settings_of_api);
  }
  http::Response import(KeyKind kind, const std::string& rows) {
    const std::string text = access::make_key(kind, random.token(access::key_bytes)).reveal();
    write([&](Unit& unit) -> Result<void> {
      TRY(ApiKeys(unit).add({.kind = kind, .name = "desk", .made_by = "Kim"}, Secret<std::string>(text)));
      return {};
    });
    return ask_bare("POST",
                    "/v1/imports?name=book.csv&dry_run=false&date_form=year_month_day&time_form=h24&column_name=name"
                    "&column_number=phone&column_date=date&column_time=time&column_id=id"
                    "&consent_who=Kim&consent_when=2026-05-01&consent_how=paper",
                    "id,name,phone,date,time\n" + rows, {{"Authorization", "Bearer " + text}});
  }
  Appointment visit(std::int64_t id) {
    return read<Appointment>([&](Unit& unit) { return unit.appointments().get(AppointmentId(id)); });
  }
};

}  // namespace

TEST_CASE("a guest key moves no visit of a client who is no guest") {
  Desk desk;
  // The book's row has no number; the desk has typed Ana's in.
  REQUIRE(desk.import(KeyKind::live, "1,Ana,,2026-05-20,09:30\n").status == 200);
  REQUIRE(desk.ask("PUT", "/v1/clients/1", fmt::format(R"({{"number":"{}"}})", stranger)).status == 200);
  REQUIRE(desk.ask("POST", "/v1/clients/1/consents", R"({"channel":"call","attested":"Kim, on paper"})").status == 200);
  const auto answer = desk.import(KeyKind::guest, "1,Ana,,2026-05-14,16:00\n");
  CAPTURE(answer.status);
  CHECK(desk.visit(1).start.key() == "2026-05-20T09:30");
  desk.time.run_until(parse_instant("2026-05-13T20:00:00Z").value());
  const auto objection = desk.read<std::string>([](Unit& unit) -> Result<std::string> {
    const Appointment visit = TRY(unit.appointments().get(AppointmentId(1)));
    for (const ReminderRow& row : TRY(unit.queue().of(visit.id))) {
      if (row.key.start != "2026-05-14T16:00" || row.state != ReminderState::waiting) continue;
      const Due due = TRY(unit.queue().get(row.key));
      const Facts facts = TRY(unit.facts(std::span(&due, 1)));
      for (const auto& ask : {still_valid, usefulness, already_told, consent, allow_list, country, permitted_hours}) {
        const Decision said = ask(due, facts.house, facts.each[0]);
        if (said.kind != DecisionKind::allow) return std::string(to_string(said.reason));
      }
      return std::string("rings ") + due.recipient;
    }
    return std::string("no such reminder");
  });
  // Who is no guest is rung, for a time that a guest key has said.
  CHECK(objection != std::string("rings ") + stranger);
}

TEST_CASE("a guest key cancels no visit of a client who is no guest by leaving it out of its file") {
  Desk desk;
  REQUIRE(desk.import(KeyKind::live, fmt::format("1,Ana,{},2026-05-20,09:30\n", stranger)).status == 200);
  const auto answer = desk.import(KeyKind::guest, "2,Guest,+12125550124,2026-05-21,09:30\n");
  CAPTURE(answer.status);
  CHECK(desk.visit(1).booking == Booking::booked);
}

TEST_CASE("a guest key makes no visit of a client's who is no guest a guest's") {
  Desk desk;
  REQUIRE(desk.import(KeyKind::live, fmt::format("1,Ana,{},2026-05-20,09:30\n", stranger)).status == 200);
  const auto answer = desk.import(KeyKind::guest, "1,Guest,+12125550124,2026-05-20,09:30\n");
  CAPTURE(answer.status);
  CHECK(desk.visit(1).client == ClientId(1));
}

TEST_CASE("a guest key's file named like a feed cancels nothing that the feed brought") {
  Desk desk;
  desk.write([](Unit& unit) -> Result<void> {
    const auto one = ApiHouse::booked("u", "2026-05-20T09:30", stranger);
    TRY(take_bookings(unit, {.name = "feed 1 (cal.example.ics)", .attested = "on paper"}, {&one, 1}));
    TRY(record_import(unit, {.name = "feed 1 (cal.example.ics)", .attested = "on paper"}, "{}"));
    return {};
  });
  const std::string text = access::make_key(KeyKind::live, desk.random.token(access::key_bytes)).reveal();
  desk.write([&](Unit& unit) -> Result<void> {
    TRY(ApiKeys(unit).add({.kind = KeyKind::live, .name = "desk", .made_by = "Kim"}, Secret<std::string>(text)));
    return {};
  });
  const auto answer =
      desk.ask_bare("POST", "/v1/imports?name=feed%201%20(cal.example.ics)&dry_run=false",
                    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//EN\r\nBEGIN:VEVENT\r\nUID:z\r\nSUMMARY:Zoe "
                    "+12125550124\r\nDTSTART:20260521T140000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
                    {{"Authorization", "Bearer " + text}});
  CAPTURE(answer.status);
  CHECK(desk.visit(1).booking == Booking::booked);
}

TEST_CASE("a test key does not change what clients hear: publishing words is barred, and so are recordings") {
  Desk desk;
  const PromptName name = PromptName::parse("appointment-reminder/opening/hello/en").value();
  desk.write([&](Unit& unit) -> Result<void> {
    TRY(unit.prompts().keep_file(name, {.bytes = "hello", .peaks = {}}, "Pat"));
    return {};
  });
  const std::string text = access::make_key(KeyKind::test, desk.random.token(access::key_bytes)).reveal();
  desk.write([&](Unit& unit) -> Result<void> {
    TRY(ApiKeys(unit).add({.kind = KeyKind::test, .name = "desk", .role = access::Role::owner, .made_by = "Kim"},
                          Secret<std::string>(text)));
    return {};
  });
  const auto answer = desk.ask_bare("POST", "/v1/prompts/appointment-reminder/opening/hello/en/roll-back",
                                    R"({"version":0})", {{"Authorization", "Bearer " + text}});
  INFO(answer.body);
  CHECK(answer.status == 403);
}

TEST_CASE("a stop is taken whatever the words are, and however much its key has asked before") {
  Desk desk;
  const std::string text = access::make_key(KeyKind::live, desk.random.token(access::key_bytes)).reveal();
  desk.write([&](Unit& unit) -> Result<void> {
    TRY(ApiKeys(unit).add({.kind = KeyKind::live, .name = "desk", .made_by = "Kim"}, Secret<std::string>(text)));
    return {};
  });
  const http::Fields shown{{"Authorization", "Bearer " + text}};
  const auto stopped = [&] {
    return desk.read<std::optional<Stop>>([](Unit& unit) { return unit.accounts().stop(); });
  };
  http::Response last{.status = 200};
  for (int i = 0; i < 2'000 && last.status == 200; ++i) last = desk.ask_bare("GET", "/v1/session", {}, shown);
  REQUIRE(last.status == 429);
  for (const std::string body : {R"({"foo":1})", "nonsense", "", R"({"who":7,"why":"\u0000"})"}) {
    CAPTURE(body);
    CHECK(desk.ask_bare("POST", "/v1/stop?x=1&x=2", body, shown).status == 200);
    CHECK(stopped().has_value());
    desk.write([](Unit& unit) { return unit.accounts().clear_stop(); });
  }
}
