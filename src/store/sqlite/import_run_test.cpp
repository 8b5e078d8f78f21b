#include "store/import_run.h"

#include <doctest/doctest.h>

#include "store/ledger.h"
#include "store/sqlite/test_house.h"

using namespace courtesy;

namespace {

ImportOrder order(TestHouse& house, std::vector<intake::Booked> bookings, bool dry_run = false) {
  ImportOrder made{.source = {.name = "clinic.ics", .attested = "Dr Maple, 2026-05-01, on paper"},
                   .import = {},
                   .from = house.time.now(),
                   .to = house.time.now() + hours{24 * 400},
                   .dry_run = dry_run,
                   .to_record = {}};
  made.import.events = bookings.size();
  made.import.appointments = std::move(bookings);
  return made;
}

ImportEnding run(TestHouse& house, ImportOrder what, AccountId account = AccountId(1)) {
  std::optional<ImportEnding> ending;
  ImportRun::start(*house.store, account, std::move(what), [&](ImportEnding e) { ending = std::move(e); });
  while (!ending) INVARIANT(house.time.step(house.time.now()));
  return std::move(*ending);
}

std::vector<intake::Booked> many(int count) {
  std::vector<intake::Booked> all;
  for (int i = 0; i < count; ++i) all.push_back(TestHouse::booked(std::to_string(i), "2026-05-14T14:00"));
  return all;
}

std::int64_t rows_of(TestHouse& house, const std::string& table) {
  const auto rows = house.db->run("SELECT COUNT(*) FROM " + table + " WHERE account = 1");
  return rows.value()[0][0].number();
}

Booking booking_of(TestHouse& house, const std::string& uid) {
  return house
      .read<std::optional<Appointment>>([&](Unit& unit) { return unit.appointments().find("clinic.ics", uid, ""); })
      ->booking;
}

}  // namespace

TEST_CASE("an import larger than a unit is taken in whole, once, and goes on record once") {
  TestHouse house;
  const auto first = run(house, order(house, many(600)));
  REQUIRE(first.result.ok());
  CHECK(first.counts.added == 600);
  CHECK(first.counts.reminders == 600);
  CHECK(first.first);
  CHECK(first.id.value() == 1);
  CHECK(rows_of(house, "appointment") == 600);
  CHECK(rows_of(house, "import") == 1);

  const auto second = run(house, order(house, many(600)));
  CHECK(second.counts.unchanged == 600);
  CHECK(second.counts.added + second.counts.changed + second.counts.cancelled == 0);
  CHECK_FALSE(second.first);
}

TEST_CASE("a dry run counts what would be and leaves the database as it was") {
  TestHouse house;
  run(house, order(house, many(3)));
  const auto entries = rows_of(house, "ledger");
  auto changed = many(300);
  changed.erase(changed.begin());
  const auto dry = run(house, order(house, changed, true));
  REQUIRE(dry.result.ok());
  CHECK(dry.counts.added == 297);
  CHECK(dry.counts.unchanged == 2);
  CHECK(dry.counts.cancelled == 1);
  CHECK(dry.id.value() == 0);
  CHECK(rows_of(house, "appointment") == 3);
  CHECK(rows_of(house, "reminder") == 3);
  CHECK(rows_of(house, "import") == 1);
  CHECK(rows_of(house, "ledger") == entries);
}

TEST_CASE("what is no longer in the source is cancelled") {
  TestHouse house;
  run(house, order(house, many(2)));
  auto less = many(2);
  less.erase(less.begin());
  const auto ending = run(house, order(house, less));
  CHECK(ending.counts.cancelled == 1);
  CHECK(ending.spared == 0);
  CHECK(booking_of(house, "0") == Booking::cancelled);
  CHECK(booking_of(house, "1") == Booking::booked);
}

TEST_CASE("an event that could not be read is not cancelled for it; its neighbours are judged as ever") {
  TestHouse house;
  run(house, order(house, many(3)));
  auto what = order(house, {many(3)[2]});
  what.import.events = 2;
  what.import.reports.push_back({.line = 7, .uid = "0", .reason = "its time zone is unknown"});
  const auto ending = run(house, std::move(what));
  CHECK(ending.spared == 1);
  CHECK(ending.counts.cancelled == 1);
  CHECK(booking_of(house, "0") == Booking::booked);
  CHECK(booking_of(house, "1") == Booking::cancelled);
}

TEST_CASE("a source that is cut off, or empty, cancels nothing") {
  TestHouse house;
  run(house, order(house, many(3)));
  auto cut = order(house, {many(3)[0]});
  cut.import.events = 2;
  cut.import.reports.push_back({.line = 9, .uid = "0", .reason = "the file is cut off"});
  cut.import.damaged = true;
  const auto ending = run(house, std::move(cut));
  CHECK(ending.spared == 2);
  CHECK(ending.counts.cancelled == 0);

  const auto empty = run(house, order(house, {}));
  CHECK(empty.spared == 3);
  CHECK(empty.counts.cancelled == 0);
}

TEST_CASE("a first import plans nothing that is already due; what comes with a later one may be late") {
  TestHouse house;
  const auto first = run(house, order(house, {TestHouse::booked("a", "2026-05-13T09:50")}));
  CHECK(first.counts.added == 1);
  CHECK(first.counts.reminders == 0);
  const auto later = run(house, order(house, {TestHouse::booked("a", "2026-05-13T09:50"),  //
                                              TestHouse::booked("b", "2026-05-13T09:50")}));
  CHECK(later.counts.reminders == 1);
}

TEST_CASE("what is kept on record is made from the final counts") {
  TestHouse house;
  auto what = order(house, many(300));
  what.to_record = [](const ImportEnding& ending) { return "{\"added\":" + std::to_string(ending.counts.added) + "}"; };
  run(house, std::move(what));
  CHECK(house.db->run("SELECT result FROM import").value()[0][0].text() == "{\"added\":300}");
}

TEST_CASE("an import into an account that is not there ends with that, and writes nothing") {
  TestHouse house;
  const auto ending = run(house, order(house, many(3)), AccountId(7));
  REQUIRE_FALSE(ending.result.ok());
  CHECK(ending.result.error().code == ErrorCode::not_found);
  CHECK(house.db->run("SELECT COUNT(*) FROM appointment").value()[0][0].number() == 0);
}
