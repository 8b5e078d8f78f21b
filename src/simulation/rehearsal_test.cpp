#include "simulation/rehearsal.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/bytes.h"
#include "simulation/clinic.h"
#include "simulation/day.h"
#include "store/account_copy.h"
#include "store/booking.h"
#include "store/migrations.h"
#include "store/prompts.h"
#include "store/rules.h"
#include "store/sqlite/sqlite_db.h"

namespace courtesy::simulation {
namespace {

Instant morning() { return parse_instant("2026-06-08T10:30:00Z").value(); }  // a Monday, 06:30 in New York

/// A practice with visits on Wednesday, so that Tuesday has its calls.
struct Practice {
  std::unique_ptr<SqliteDb> db = SqliteDb::open({.path = ":memory:"}).value();
  StoreSettings settings = simulated_store_settings();
  AccountId account{};

  explicit Practice(int visits) {
    REQUIRE(migrate(*db, {}, morning()));
    REQUIRE(db->begin());
    Unit house(*db, AccountId{}, morning(), settings, {});
    account = house.accounts().create(sample_clinic()).value();
    Unit unit(*db, account, morning(), settings, {});
    for (const Rule& rule : sample_rules()) REQUIRE(add_rule(unit, rule));
    std::vector<intake::Booked> bookings;
    const Zone zone = Zone::find("America/New_York").value();
    for (int i = 0; i < visits; ++i) {
      const Instant at = parse_instant("2026-06-10T13:00:00Z").value() + minutes{(i % 96) * 5};
      intake::Booked booked{
          .uid = fmt::format("visit-{}", i),
          .start = {.local = zone.to_local(at), .zone = zone.name(), .instant = at, .authority = Authority::local},
          .name = fmt::format("Client {:03}", i)};
      booked.number = PhoneNumber::parse(fmt::format("+1617555{:04}", i)).value();
      bookings.push_back(std::move(booked));
    }
    REQUIRE(take_bookings(unit, {.name = "practice", .attested = "on paper"}, bookings));
    REQUIRE(db->commit() == CommitEnding::committed);
  }

  void record(const PromptName& name, const std::string& sound) {
    REQUIRE(db->begin());
    Unit unit(*db, account, morning(), settings, {});
    REQUIRE(unit.prompts().keep_file(name, {.bytes = sound, .length = seconds{2}, .peaks = {}}, "Kim"));
    REQUIRE(db->commit() == CommitEnding::committed);
  }
  Result<AccountCopy> copy(const char* date) {
    Unit unit(*db, account, morning(), settings, {});
    return copy_account(unit, parse_date(date).value());
  }
  std::string dump() {
    std::string all;
    for (const char* table : {"account", "client", "appointment", "reminder", "attempt", "ledger", "recipient_contact"})
      for (const auto& row : db->run(fmt::format("SELECT * FROM {}", table)).value())
        for (const auto& value : row)
          all += value.null() ? "-"
                              : fmt::format("{}|", std::holds_alternative<std::int64_t>(value.raw())
                                                       ? std::to_string(value.number())
                                                       : value.text());
    return all;
  }
};

std::int64_t number(const boost::json::object& told, const char* group, const char* name) {
  return told.at(group).as_object().at(name).to_number<std::int64_t>();
}

TEST_CASE("a rehearsal says how many are contacted, when, and what each hears; nothing of the account changes") {
  Practice practice(20);
  const std::string before = practice.dump();
  const auto copy = practice.copy("2026-06-09");
  REQUIRE(copy);
  int last = 0;
  const auto told = rehearse(*copy, 7, [&](int percent) {
    CHECK(percent >= last);
    last = percent;
  });
  REQUIRE(told);
  CHECK(last >= 90);
  CHECK(number(*told, "contacts", "call") >= 20);  // who does not answer is rung again
  // A call the day before, and a text two hours before, which for the first visits is the evening before.
  CHECK(told->at("due").as_int64() == 40);
  std::int64_t not_sent = 0;
  for (const auto& one : told->at("not_sent").as_array()) not_sent += one.as_object().at("count").as_int64();
  CHECK(number(*told, "contacts", "call") + number(*told, "contacts", "text") + not_sent == 40);
  CHECK(told->at("clients").as_array().size() == 20);
  CHECK(told->at("call_seconds").as_int64() > 60);
  const auto& contact =
      told->at("clients").as_array().front().as_object().at("contacts").as_array().front().as_object();
  CHECK(contact.at("words").as_string().find("Harbour Physiotherapy") != std::string::npos);
  CHECK(practice.dump() == before);
}

TEST_CASE("the same day and seed rehearse the same, another seed other people") {
  Practice practice(20);
  const auto copy = practice.copy("2026-06-09").value();
  const auto once = rehearse(copy, 7, [](int) {}).value();
  CHECK(rehearse(copy, 7, [](int) {}).value() == once);
  CHECK(rehearse(copy, 8, [](int) {}).value().at("outcomes") != once.at("outcomes"));
}

TEST_CASE("who has not consented is among what staff have to look at, first, and is not rung") {
  Practice practice(5);
  REQUIRE(practice.db->run("DELETE FROM consent WHERE client = 3"));
  const auto told = rehearse(practice.copy("2026-06-09").value(), 7, [](int) {}).value();
  const auto& first = told.at("clients").as_array().front().as_object();
  CHECK(first.at("client").as_int64() == 3);
  CHECK(first.at("contacts").as_array().empty());
  CHECK(first.at("problems").as_array().front().as_object().at("reason").as_string() == "no_consent");
}

TEST_CASE("what is stopped now is rehearsed as if it were released, and says so") {
  Practice practice(5);
  REQUIRE(practice.db->run(
      "UPDATE account SET stopped_at = 1, stopped_who = 'Kim', stopped_why = 'look' WHERE account = 1"));
  const auto told = rehearse(practice.copy("2026-06-09").value(), 7, [](int) {}).value();
  CHECK(told.at("stopped_now").as_bool());
  CHECK(number(told, "contacts", "call") >= 5);
}

TEST_CASE("contacts that are under way when it is rehearsed trip nothing") {
  Practice practice(5);
  REQUIRE(practice.db->run("UPDATE account SET tallied = tallied + 40"));
  const auto copy = practice.copy("2026-06-09");
  REQUIRE(copy);
  const auto told = rehearse(*copy, 7, [](int) {});
  REQUIRE(told);
  CHECK(told->at("trip").is_null());
  CHECK(number(*told, "contacts", "call") == 5);
}

TEST_CASE("only today and the next 14 days are rehearsed") {
  Practice practice(1);
  CHECK(practice.copy("2026-06-07").error().code == ErrorCode::invalid);
  CHECK(practice.copy("2026-06-22"));
  CHECK(practice.copy("2026-06-23").error().code == ErrorCode::invalid);
}

TEST_CASE("a rehearsed call is told piece by piece, with the recordings that it plays") {
  Practice practice(3);
  practice.record({"appointment-reminder", "opening", "hello", "en"}, "hello");
  const auto told = rehearse(practice.copy("2026-06-09").value(), 7, [](int) {}).value();
  int calls = 0;
  for (const auto& client : told.at("clients").as_array()) {
    for (const auto& contact : client.at("contacts").as_array()) {
      if (contact.at("channel") != "call") continue;
      ++calls;
      const auto& pieces = contact.at("pieces").as_array();
      CHECK(pieces.at(0).at("url").as_string() == "/audio/" + hex(sha256("hello")) + ".wav");
      CHECK(pieces.back().at("words").is_string());
    }
  }
  CHECK(calls > 0);
}

}  // namespace
}  // namespace courtesy::simulation
