// A house in memory for tests: one account, virtual time, the real store over SQLite.
#pragma once

#include <memory>
#include <optional>

#include "base/virtual_time.h"
#include "store/accounts.h"
#include "store/appointments.h"
#include "store/booking.h"
#include "store/clients.h"
#include "store/loop_store.h"
#include "store/migrations.h"
#include "store/queue.h"
#include "store/rules.h"
#include "store/sqlite/sqlite_db.h"

namespace courtesy {

/// It is Tuesday 2026-05-12, 10:00 in New York; a clinic calls the day before, at the same time of day.
class TestHouse {
 public:
  /// `path`: a file that is not there yet, or memory.
  explicit TestHouse(const std::string& path = ":memory:") {
    db = SqliteDb::open({.path = path}).value();
    INVARIANT(migrate(*db, {}, time.now()).ok());
    store.emplace(time, time, *db, settings);
    begin_life();
    write(
        [](Unit& unit) -> Result<void> {
          TRY(unit.accounts().create(clinic()));
          return {};
        },
        AccountId{});
    write([](Unit& unit) -> Result<void> {
      TRY(add_rule(unit, day_before()));
      return {};
    });
  }

  static Account clinic() {
    return {.name = "Maple Dental",
            .spoken_name = "Maple Dental",
            .callback_number = "+12125550100",
            .caller_number = "+12125550199",
            .email_from = "reminders@maple.example",
            .zone = "America/New_York",
            .country = "US"};
  }
  static Rule day_before() {
    return {.id = {}, .channel = Channel::call, .offset = DaysBeforeSameTime{1}, .content = "appointment-reminder"};
  }

  /// A new life of the node: what older ones still try to write is refused.
  void begin_life() {
    Unit house(*db, AccountId{}, time.now(), settings, {});
    store->set_epoch({"test", house.accounts().begin_epoch("test").value()});
  }

  /// Runs a unit and requires that it is committed.
  void write(Work work, AccountId in = AccountId(1)) {
    std::optional<WriteEnding> ending;
    store->write(in, std::move(work), [&](WriteEnding e) { ending = std::move(e); });
    while (!ending) INVARIANT(time.step(time.now()));
    if (!ending->work) throw std::runtime_error(ending->work.error().message);
    INVARIANT(ending->commit == CommitEnding::committed);
  }
  template <typename T>
  T read(std::function<Result<T>(Unit&)> question, AccountId in = AccountId(1)) {
    Unit unit(*db, in, time.now(), settings, {});
    return question(unit).value();
  }

  static intake::Booked booked(const std::string& uid, std::string_view local,
                               const std::string& number = "+12125550123") {
    const Zone zone = Zone::find("America/New_York").value();
    const LocalTime at = parse_local_time(local).value();
    intake::Booked one;
    one.uid = uid;
    one.start = {.local = at, .zone = zone.name(), .instant = zone.resolve(at).instant, .authority = Authority::local};
    one.name = "Ana";
    if (!number.empty()) one.number = PhoneNumber::parse(number).value();
    return one;
  }
  ImportCounts import(std::vector<intake::Booked> bookings,
                      const std::string& attested = "Dr Maple, 2026-05-01, on paper") {
    ImportCounts counts;
    write([&](Unit& unit) -> Result<void> {
      counts = TRY(take_bookings(unit, {.name = "clinic.ics", .attested = attested}, bookings));
      return {};
    });
    return counts;
  }

  VirtualTime time{parse_instant("2026-05-12T14:00:00Z").value()};
  StoreSettings settings{.environment = {.production = false, .allow_list = {"+1212555*"}},
                         .suppression_key = Secret<std::string>("test key"),
                         .number_facts =
                             [](const PhoneNumber&) {
                               return NumberFacts{
                                   .country = "US", .kind = NumberKind::ordinary, .zones = {"America/New_York"}};
                             },
                         .salt_key = Secret<std::string>("test salts")};
  std::unique_ptr<SqliteDb> db;
  std::optional<LoopStore> store;
};

}  // namespace courtesy
