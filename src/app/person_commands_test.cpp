// setup, person and key: who may sign in, from the server itself.
#include <boost/json.hpp>

#include "app/command_house_for_tests.h"
#include "store/sqlite/sqlite_db.h"

using namespace courtesy;
using namespace courtesy::app::for_tests;

namespace {

const std::string typed_twice = "brown hen in May\nbrown hen in May\n";

std::vector<std::string> setup(const std::string& database, std::vector<std::string> more = {}) {
  std::vector<std::string> words{"setup", "--database", database, "--name", "Kim", "--email", "Kim@Maple.example"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}
const std::vector<std::string> business{"--business",        "Maple Dental", "--zone",          "America/New_York",
                                        "--country",         "us",           "--caller-number", "(212) 555-0199",
                                        "--callback-number", "212 555 0100"};

}  // namespace

TEST_CASE("an empty database is set up with a typed password, the operator and the first business") {
  CommandHouse house;
  const std::string database = house.file("new.db");
  CHECK(house.run(setup(database), typed_twice).code == 1);  // which business?
  CHECK(contains(house.run(setup(database, business), "brown hen in May\nanother one\n").err, "differ"));
  CHECK(contains(house.run(setup(database, business), "password1\npassword1\n").err, "first that anybody tries"));
  const Ran made = house.run(setup(database, business), typed_twice);
  CHECK(made.code == 0);
  CHECK_FALSE(contains(made.out + made.err, "brown hen"));
  CHECK(contains(house.run({"person", "list", "--database", database}).out,
                 "Kim  kim@maple.example  operator  owner of account 1  no second factor"));
  CHECK(contains(house.run(setup(database, business), typed_twice).err, "set up already"));
}

TEST_CASE("an installation of before there were people gets its first, who owns what is there") {
  CommandHouse house;
  const std::string database = house.clinic();
  CHECK(contains(house.run(setup(database, business), typed_twice).err, "there are accounts already"));
  const Ran made = house.run(setup(database, {"--link", "--url", "https://reminders.example.org/"}));
  CHECK(made.code == 0);
  CHECK(contains(made.out, "https://reminders.example.org/#/welcome/"));
  CHECK(contains(house.run({"person", "list", "--database", database}).out, "no password yet"));
}

TEST_CASE("where nothing can be typed, setup says what else there is") {
  CommandHouse house;
  CHECK(contains(house.run(setup(house.clinic())).err, "--link"));
}

TEST_CASE("people are invited, listed as JSON, reset and removed") {
  CommandHouse house;
  const std::string database = house.clinic();
  REQUIRE(house.run(setup(database, {"--link"})).code == 0);
  CHECK(contains(house.run({"person", "invite", "--database", database, "--email", "lee@maple.example"}).out,
                 "http://127.0.0.1:8080/#/welcome/"));
  CHECK(house.run({"person", "invite", "--database", database, "--email", "lee"}).code == 2);
  CHECK(house.run({"person", "invite", "--database", database, "--email", "l@m.example", "--role", "king"}).code == 2);
  const auto page = boost::json::parse(house.run({"person", "list", "--database", database, "--json"}).out);
  CHECK(page.at("people").at(0).at("email") == "kim@maple.example");
  const Ran reset =
      house.run({"person", "reset", "--database", database, "--email", "kim@maple.example", "--second-factor"});
  CHECK(contains(reset.out, "has no second factor"));
  CHECK(contains(reset.out, "/#/welcome/"));
  CHECK(house.run({"person", "reset", "--database", database, "--email", "who@maple.example"}).code == 1);
  CHECK(contains(
      house.run({"person", "remove", "--database", database, "--email", "kim@maple.example", "--account", "1"}).err,
      "keeps an owner"));
  CHECK(house.run({"person", "remove", "--database", database, "--email", "kim@maple.example"}).code == 0);
  CHECK(contains(house.run({"person", "list", "--database", database}).out, "Nobody yet"));
}

TEST_CASE("a key is printed once, listed by its beginning, and revoked") {
  CommandHouse house;
  const std::string database = house.clinic();
  const Ran made = house.run({"key", "make", "--database", database, "--name", "desk", "--kind", "live"});
  REQUIRE(made.code == 0);
  CHECK(made.out.starts_with("ck_live_"));
  CHECK(made.out.size() == 52);
  const Ran listed = house.run({"key", "list", "--database", database});
  CHECK(contains(listed.out, made.out.substr(0, 14) + "..."));
  CHECK_FALSE(contains(listed.out, made.out.substr(0, 20)));
  CHECK(house.run({"key", "revoke", "--database", database, "--key", "1", "--who", "Kim"}).code == 0);
  const auto page = boost::json::parse(house.run({"key", "list", "--database", database, "--json"}).out);
  REQUIRE(page.at("keys").as_array().size() == 1);
  CHECK(page.at("keys").at(0).at("name") == "desk");
  CHECK(page.at("keys").at(0).at("revoked_at").is_string());
  CHECK(house.run({"key", "revoke", "--database", database, "--key", "1", "--who", "Kim"}).code == 1);
  CHECK(house.run({"key", "make", "--database", database, "--name", "desk", "--kind", "king"}).code == 2);
}

TEST_CASE("neither passwords nor tokens lie readable in the database") {
  CommandHouse house;
  const std::string database = house.file("new.db");
  REQUIRE(house.run(setup(database, business), typed_twice).code == 0);
  const std::string key = house.run({"key", "make", "--database", database, "--name", "desk"}).out.substr(0, 51);
  const auto db = SqliteDb::open({.path = database}).value();
  CHECK(db->run("SELECT password FROM person").value()[0][0].text().starts_with("$argon2id$v=19$m=65536,t=3,p=1$"));
  for (const auto& row : db->run("SELECT hash, prefix FROM api_key").value()) {
    CHECK(row[0].text().find(key) == std::string::npos);
    CHECK(row[1].text().size() == 14);
  }
}
