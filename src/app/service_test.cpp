#include "app/service.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>

#include "app/command_house_for_tests.h"
#include "app/phones.h"
#include "app/tz_database.h"
#include "net/run_loop.h"
#include "store/sqlite/sqlite_db.h"

using namespace courtesy;
using namespace courtesy::app;
using namespace courtesy::app::for_tests;

namespace {

constexpr const char* sid = "AC00000000000000000000000000000001";

/// A clinic, and a phone network on the same loop.
class Street : public CommandHouse {
 public:
  Street() : loop(street_clock) {
    chmod(file("token", "token of the network\n").c_str(), 0600);
    phonenet::Settings network{.account_sid = sid, .auth_token = "token of the network", .numbers = {}};
    network.numbers.push_back({.number = "+12125550199", .voice_url = {}, .sms_url = {}, .sms_fallback_url = {}});
    phones =
        Phones::open(loop, log, {.network = std::move(network), .port = 0, .journal = file("journal.jsonl")}).value();
  }

  Result<std::unique_ptr<Service>> open(const std::string& more = {}) {
    auto configuration = read_configuration(file(
        "c.toml", more +
                      "database = \"clinic.db\"\npublic_url = \"http://127.0.0.1:1\"\nallow_list = [\"+1212555*\"]\n"
                      "[listen]\nport = 0\n[twilio]\nbase_url = \"" +
                      phones->url() + "\"\naccount_sid = \"" + sid + "\"\nauth_token_file = \"token\"\n"));
    REQUIRE_MESSAGE(configuration.ok(), configuration.error().message);
    return Service::open(std::move(*configuration), loop, log);
  }

  /// As the commands' clock, but it goes on.
  net::PacedClock street_clock{parse_instant("2026-05-12T14:00:00Z").value(), 20};
  QuietLog log;
  net::AsioLoop loop;
  std::unique_ptr<Phones> phones;
};

}  // namespace

TEST_CASE("a database in a folder that is not there is told by the configuration's key and line") {
  CommandHouse house;
  house.file("token", "token of the network\n");
  chmod(house.file("token").c_str(), 0600);
  const auto ran =
      house.run({"serve", "--config",
                 house.file("c.toml", std::string("public_url = \"https://reminders.example.org\"\ndatabase = "
                                                  "\"nothere/courtesy.db\"\n[twilio]\naccount_sid = \"") +
                                          sid + "\"\nauth_token_file = \"token\"\n")});
  CHECK(ran.code == 1);
  CHECK(contains(ran.err, "c.toml:2:"));
  CHECK(contains(ran.err, "`database`: there is no folder"));
}

TEST_CASE("a clinic's reminder goes from the file to the ringing phone, once") {
  Street street;
  const std::string database = street.clinic();
  const std::string path =
      street.file("a.ics", calendar(event("a", ";TZID=America/New_York:20260513T103000", "Ana Silva (212) 555-0123")));
  REQUIRE(street.run({"import", path, "--database", database, "--consent", "Dr Maple, 2026-05-01"}).code == 0);
  const auto service = street.open().value();
  service->start();
  street.street_clock.skip(hours{7});  // it is due the day before, at 17:00 in New York
  auto& journal = street.phones->network().journal();
  net::run_until(street.loop, [&] { return journal.count(phonenet::EntryKind::ring) > 0; });
  bool stopped = false;
  service->stop([&] { stopped = true; });
  net::run_until(street.loop, [&] { return stopped; });
  CHECK(journal.count(phonenet::EntryKind::call_accepted) == 1);
  CHECK(journal.count(phonenet::EntryKind::ring) == 1);
  std::ifstream lines(street.file("journal.jsonl"));
  std::string first;
  CHECK(std::getline(lines, first));
  CHECK(contains(first, R"("what":"call_accepted")"));
}

TEST_CASE("with a newer tz database a reminder rings by the clock of today, and not by the one it was planned by") {
  Street street;
  const std::string database = street.clinic();
  const std::string path =
      street.file("a.ics", calendar(event("a", ";TZID=America/New_York:20260513T103000", "Ana Silva (212) 555-0123")));
  REQUIRE(street.run({"import", path, "--database", database, "--consent", "Dr Maple, 2026-05-01"}).code == 0);
  const auto db = SqliteDb::open({.path = database}).value();
  // As if planned while the law had it otherwise: an hour later.
  REQUIRE(db->run("UPDATE appointment SET instant = instant + 3600000").ok());
  REQUIRE(db->run("UPDATE reminder SET due = due + 3600000, send_at = send_at + 3600000, look_at = look_at + 3600000")
              .ok());
  REQUIRE(db->run("UPDATE account SET derived_by = '2020a', next_due = next_due + 3600000").ok());
  const auto planned = [&] { return db->run("SELECT due FROM reminder").value()[0][0].instant(); };
  const Instant stale = planned();
  const auto service = street.open().value();
  service->start();
  net::run_until(street.loop, [&] {
    return db->run("SELECT derived_by FROM account WHERE account = 1").value()[0][0].text() == installed_tz_version();
  });
  CHECK(planned() == stale - hours{1});
  bool stopped = false;
  service->stop([&] { stopped = true; });
  net::run_until(street.loop, [&] { return stopped; });
  const auto told = street.run({"why", "1", "--database", database});
  CHECK(contains(told.out, "The time zone's clocks were changed by law"));
}

TEST_CASE("a web node answers and leaves what is due alone; a worker beside it sends, and shows no page") {
  Street street;
  const std::string database = street.clinic();
  const std::string path =
      street.file("a.ics", calendar(event("a", ";TZID=America/New_York:20260513T103000", "Ana Silva (212) 555-0123")));
  REQUIRE(street.run({"import", path, "--database", database, "--consent", "Dr Maple, 2026-05-01"}).code == 0);
  const auto web = street.open("role = \"web\"\n").value();
  const auto asked = [&](const Service& node, const std::string& path_of_door) {
    net::CurlClient client(street.loop, {.reach = net::Reach::loopback_only, .hold_clock = false});
    std::optional<http::Exchange> heard;
    client.send({.method = "GET", .url = node.url() + path_of_door}, {},
                [&](http::Exchange exchange) { heard = std::move(exchange); });
    net::run_until(street.loop, [&] { return heard.has_value(); });
    return std::get<http::Response>(*heard);
  };
  web->start();
  street.street_clock.skip(hours{7});
  CHECK(asked(*web, "/v1/session").status != 404);
  CHECK(asked(*web, "/health").status != 404);
  auto& journal = street.phones->network().journal();
  CHECK(journal.count(phonenet::EntryKind::call_accepted) == 0);

  const auto worker = street.open("role = \"worker\"\n").value();
  worker->start();
  net::run_until(street.loop, [&] { return journal.count(phonenet::EntryKind::ring) > 0; });
  CHECK(asked(*worker, "/v1/session").status == 404);
  CHECK(contains(asked(*worker, "/twilio/call/1").body, "is a worker"));
  CHECK(asked(*worker, "/health").status != 404);
  const auto db = SqliteDb::open({.path = database}).value();
  const auto rows = db->run("SELECT node, role, version FROM node ORDER BY node").value();
  REQUIRE(rows.size() == 2);
  CHECK(rows[0][0].text() == "server");
  CHECK(rows[0][1].text() == "worker");
  CHECK(rows[1][0].text() == "web");
  CHECK(rows[1][1].text() == "web");
  CHECK_FALSE(rows[1][2].text().empty());
  CHECK(db->run("SELECT DISTINCT node FROM attempt WHERE account = 1").value()[0][0].text() == "server");
}

TEST_CASE("a test reminder goes the whole way inside the process, and rings nobody outside it") {
  Street street;
  const std::string database = street.clinic();
  const auto service = street.open().value();
  service->start();
  const auto db = SqliteDb::open({.path = database}).value();
  const auto confirmed = [&] {
    const auto rows = db->run("SELECT 1 FROM appointment WHERE account = -1 AND answer = 'confirmed'");
    return rows.ok() && !rows->empty();
  };
  const auto booked = [&] {
    const auto rows = db->run("SELECT 1 FROM appointment WHERE account = -1");
    return rows.ok() && !rows->empty();
  };
  net::run_until(street.loop, booked);
  street.street_clock.skip(minutes{2});
  net::run_until(street.loop, confirmed);
  CHECK(street.phones->network().journal().count(phonenet::EntryKind::call_accepted) == 0);
  bool stopped = false;
  service->stop([&] { stopped = true; });
  net::run_until(street.loop, [&] { return stopped; });
}

TEST_CASE("what would not work is refused at the door, with how to mend it") {
  Street street;
  const auto refusal = [&](const std::string& more = {}) {
    const auto service = street.open(more);
    REQUIRE_FALSE(service.ok());
    return service.error().message;
  };
  street.clinic();
  CHECK(contains(refusal("environment = \"production\"\n"), "real time"));
  const auto service = street.open();
  REQUIRE(service.ok());
  CHECK(contains(refusal(), "another server works on"));
}

TEST_CASE("a start says what to do while nobody can sign in, and is silent about it once somebody can") {
  Street street;
  const auto said = [&](const char* part) {
    const auto service = street.open().value();
    const auto all = service->warnings();
    return std::any_of(all.begin(), all.end(), [&](const auto& one) { return contains(one, part); });
  };
  CHECK(said("Nobody can sign in yet, and there is no account"));
  const std::string database = street.clinic();
  CHECK(said("Nobody can sign in yet: open the page on this machine, or run `courtesy setup"));
  REQUIRE(
      street.run({"setup", "--database", database, "--name", "Kim", "--email", "kim@maple.example", "--link"}).code ==
      0);
  CHECK_FALSE(said("Nobody can sign in yet"));
}

TEST_CASE("the database is for its owner alone, and one that others may read is warned of") {
  Street street;
  const std::string database = street.clinic();
  struct stat about {};
  REQUIRE(stat(database.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
  const auto warned = [](const Service& service) {
    const auto all = service.warnings();
    return std::any_of(all.begin(), all.end(), [](const auto& one) { return contains(one, "chmod 600"); });
  };
  const auto service = street.open().value();
  CHECK_FALSE(warned(*service));
  chmod(database.c_str(), 0644);
  CHECK(warned(*service));
}

TEST_CASE("the key of the house is made once, for its owner alone, and a lost one is not replaced where it matters") {
  Street street;
  const std::string database = street.clinic();
  REQUIRE(street.open().ok());
  const std::string path = street.file("secret.key");
  struct stat about {};
  REQUIRE(stat(path.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
  net::SystemRandom random;
  const std::string key = house_key(database, random).value().reveal();
  CHECK(key.size() >= 32);
  CHECK(house_key(database, random).value().reveal() == key);

  std::filesystem::remove(path);
  CHECK(house_key(database, random).value().reveal() != key);
  {
    const auto db = SqliteDb::open({.path = database}).value();
    REQUIRE(db->run("INSERT INTO suppression (account, recipient, at, how) VALUES (1, 'hash', 0, 'said so')").ok());
  }
  std::filesystem::remove(path);
  const auto lost = house_key(database, random);
  REQUIRE_FALSE(lost.ok());
  CHECK(contains(lost.error().message, "restore it"));
}
