#include "app/backup_command.h"

#include <sys/stat.h>

#include "app/command_house_for_tests.h"
#include "app/database.h"
#include "app/files.h"
#include "store/accounts.h"

using namespace courtesy;
using namespace courtesy::app;
using namespace courtesy::app::for_tests;
namespace fs = std::filesystem;

namespace {

Ran back_up(CommandHouse& house, const std::string& database, const std::string& folder) {
  return house.run({"backup", "--database", database, "--to", folder});
}

mode_t mode_of(const std::string& file) {
  struct stat about {};
  REQUIRE(::stat(file.c_str(), &about) == 0);
  return about.st_mode & 0777;
}

}  // namespace

TEST_CASE("a backup of a database that is open has what a plain copy of its file loses, and its key") {
  CommandHouse house;
  const std::string database = house.clinic();
  REQUIRE(make_secret_file(house.file("secret.key"), "key of the house\n").ok());
  const auto open = Database::open(database, house.clock, Missing::is_an_error).value();  // keeps the WAL
  REQUIRE(house.run({"stop", "--database", database, "--who", "Kim", "--why", "the newest"}).code == 0);
  REQUIRE(fs::file_size(database + "-wal") > 0);
  const std::string folder = house.file("2026-05-12");
  const auto ran = back_up(house, database, folder);
  CHECK_MESSAGE(ran.code == 0, ran.err);
  CHECK(read_secret_file(folder + "/secret.key").value().reveal() == "key of the house");
  CHECK(mode_of(folder + "/secret.key") == 0600);
  CHECK(mode_of(folder + "/clinic.db") == 0600);
  CHECK_FALSE(fs::exists(folder + "/clinic.db.part"));
  const auto copy = Database::open(folder + "/clinic.db", house.clock, Missing::is_an_error).value();
  std::optional<Stop> stop;
  REQUIRE(copy->read(AccountId{},
                     [&](Unit& unit) -> Result<void> {
                       stop = TRY(unit.accounts().stop());
                       return {};
                     })
              .ok());
  REQUIRE(stop.has_value());
  CHECK(stop->why == "the newest");
}

TEST_CASE("a backup takes no other's place") {
  CommandHouse house;
  const std::string database = house.clinic();
  const std::string folder = house.file("kept");
  REQUIRE(back_up(house, database, folder).code == 0);
  const auto again = back_up(house, database, folder);
  CHECK(again.code == 1);
  CHECK(contains(again.err, "is there already"));
}

TEST_CASE("what is no database of Courtesy is not backed up, and leaves nothing behind") {
  CommandHouse house;
  const std::string other = house.file("notes.db", "not a database at all, but long enough to have a header of one");
  const auto ran = back_up(house, other, house.file("to"));
  CHECK(ran.code == 1);
  CHECK(contains(ran.err, "notes.db"));
  CHECK(fs::is_empty(house.file("to")));
  CHECK(contains(back_up(house, house.file("none.db"), house.file("to")).err, "there is no database"));
}

TEST_CASE("a house on a server is backed up by the server's own means") {
  CommandHouse house;
  const auto ran = back_up(house, "postgres://user@host/courtesy", house.file("to"));
  CHECK(ran.code == 1);
  CHECK(contains(ran.err, "pg_dump"));
}
