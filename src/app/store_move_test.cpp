#include "app/store_move.h"

#include <doctest/doctest.h>

#include "app/command_house_for_tests.h"
#include "store/accounts.h"
#include "store/ledger.h"
#include "store/postgres/test_database.h"
#include "store/sqlite/test_house.h"
#include "store/trips.h"

using namespace courtesy;
using namespace courtesy::app;
using courtesy::app::for_tests::CommandHouse;

namespace {

const Instant today = parse_instant("2026-05-12T14:00:00Z").value();

/// A clinic with one booking, whose name has what a copy could lose.
void furnish(const std::string& file) {
  TestHouse house(file);
  auto booked = TestHouse::booked("1", "2026-05-20T09:00");
  booked.name = "Zoë, \"O'Brien\"\n\t $1 \\";
  house.import({booked});
}

std::int64_t rows_of(const std::vector<MovedTable>& moved, std::string_view name) {
  for (const auto& table : moved) {
    if (table.name == name) return table.rows;
  }
  return -1;
}

std::vector<MovedTable> move(const std::string& from, const std::string& to) {
  auto old_house = MovableHouse::open(from, today).value();
  auto new_house = MovableHouse::open(to, today).value();
  return move_house(old_house, new_house, "moved", today).value();
}

Rows all_clients(const std::string& where) {
  auto house = MovableHouse::open(where, today).value();
  return house.db().run("SELECT account, client, name, number FROM client ORDER BY client").value();
}

}  // namespace

TEST_CASE("a house that moves is whole where it arrives, and stopped where it was") {
  const CommandHouse folder;
  const std::string from = "sqlite:" + folder.file("old.db"), to = "sqlite:" + folder.file("new.db");
  furnish(folder.file("old.db"));
  const auto moved = move(from, to);
  CHECK(rows_of(moved, "client") == 1);
  CHECK(rows_of(moved, "reminder") == 1);
  CHECK(rows_of(moved, "migration") == -1);
  CHECK(all_clients(to)[0][2].text() == "Zoë, \"O'Brien\"\n\t $1 \\");
  CHECK(MovableHouse::open(from, today).value().db().run("SELECT why FROM stop").value()[0][0].text() == "moved");
  CHECK(MovableHouse::open(to, today).value().db().run("SELECT why FROM stop").value().empty());
}

TEST_CASE("a house does not move in where one lives") {
  const CommandHouse folder;
  furnish(folder.file("old.db"));
  furnish(folder.file("other.db"));
  auto from = MovableHouse::open("sqlite:" + folder.file("old.db"), today).value();
  auto to = MovableHouse::open("sqlite:" + folder.file("other.db"), today).value();
  CHECK(move_house(from, to, "moved", today).error().code == ErrorCode::conflict);
  CHECK(from.db().run("SELECT 1 FROM stop").value().empty());
  CHECK_FALSE(MovableHouse::open("courtesy.db", today).ok());
}

TEST_CASE("a house moves to a server and back, and is the same") {
  if (test_server().empty()) return;
  const CommandHouse folder;
  const TestDatabase database;
  furnish(folder.file("old.db"));
  const auto there = move("sqlite:" + folder.file("old.db"), database.url());
  const auto back = move(database.url(), "sqlite:" + folder.file("back.db"));
  REQUIRE(there.size() == back.size());
  for (std::size_t i = 0; i < there.size(); ++i) {
    CAPTURE(there[i].name);
    CHECK(there[i].name == back[i].name);
    CHECK(there[i].rows == back[i].rows);
  }
  const Rows before = all_clients("sqlite:" + folder.file("old.db")),
             after = all_clients("sqlite:" + folder.file("back.db"));
  REQUIRE(before.size() == after.size());
  CHECK(before[0][2].text() == after[0][2].text());
}
