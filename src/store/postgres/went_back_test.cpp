// A server that comes back as it was some time ago: the house stops before anything is written for an account.
#include <doctest/doctest.h>

#include "base/test_threads.h"
#include "store/conformance/notes.h"
#include "store/ledger.h"
#include "store/postgres/postgres_store.h"
#include "store/postgres/seen_marks.h"
#include "store/postgres/test_database.h"

using namespace courtesy;

namespace {

/// A database of its own, of which a copy can take the place.
class Replaceable {
 public:
  Replaceable() {
    static int count = 0;
    name_ = fmt::format("went_back_{}_{}", getpid(), ++count);
    run("CREATE DATABASE {} TEMPLATE template0 LOCALE 'C.UTF-8'", name_);
  }
  ~Replaceable() {
    for (const char* which : {"", "_copy", "_newer"}) run("DROP DATABASE IF EXISTS {}{} WITH (FORCE)", name_, which);
  }
  Replaceable(const Replaceable&) = delete;
  Replaceable& operator=(const Replaceable&) = delete;

  std::string url() const {
    const std::string server = test_server();
    return server.substr(0, server.rfind('/') + 1) + name_;
  }
  /// Nobody may be connected to it.
  void copy() { run("CREATE DATABASE {0}_copy TEMPLATE {0}", name_); }
  void take_writes(bool yes) {
    run("ALTER DATABASE {} SET default_transaction_read_only = {}", name_, yes ? "off" : "on");
  }
  void close_connections() {
    admin_->run("SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE datname = $1", {name_}).value();
  }
  /// The copy is from now on what answers.
  void go_back() {
    run("ALTER DATABASE {} ALLOW_CONNECTIONS false", name_);
    close_connections();
    while (!admin_->run(fmt::format("ALTER DATABASE {0} RENAME TO {0}_newer", name_))) close_connections();
    run("ALTER DATABASE {0}_copy RENAME TO {0}", name_);
  }

 private:
  template <typename... Words>
  void run(std::string_view sql, const Words&... words) {
    const auto done = admin_->run(fmt::vformat(sql, fmt::make_format_args(words...)));
    INVARIANT(done.ok());
  }
  std::string name_;
  std::unique_ptr<PostgresDb> admin_ = PostgresDb::open({.url = test_server()}).value();
};

class ServerHouse final : public StoreBench {
 public:
  ServerHouse() { open("one"); }
  Store& store() override { return *store_; }
  void run_until(const std::function<bool()>& done) override {
    while (!done()) loop_.run_one();
  }
  void pass(milliseconds by) override { clock_.pass(by); }
  void begin_another_life() override {}

  void open(const std::string& node) {
    store_ = PostgresStore::open({.url = database.url(), .writers = 2, .readers = 1}, node, loop_, clock_, settings_)
                 .value();
    store_->tell({.went_back = [this] { ++went_back; },
                  .moved = [this] { ++moved; },
                  .others_wrote = [this](auto accounts) { heard.push_back(std::move(accounts)); }});
  }
  void close() { store_.reset(); }
  void furnish() {
    conformance::furnish(*this, [](Unit&) -> Result<void> { return {}; });
  }
  /// Until it is answered: the first may find its connection gone.
  template <typename T>
  T read(const std::function<Result<T>(Unit&)>& question, AccountId in) {
    while (true) {
      auto answer = conformance::read<T>(*this, question, in);
      if (answer) return std::move(*answer);
    }
  }
  std::string stopped() {
    const auto stop = read<std::optional<Stop>>([](Unit& unit) { return unit.accounts().stop(); }, AccountId{});
    return stop ? stop->why : "";
  }
  std::vector<std::string> notes() {
    std::vector<std::string> codes;
    for (const auto& row :
         read<std::vector<LedgerRow>>([](Unit& unit) { return unit.ledger().after(0, 1000); }, conformance::ours))
      codes.push_back(row.code);
    return codes;
  }
  /// Until it is taken: the first may find its connection gone.
  void note(const std::string& code) {
    const auto append = [&](Unit& unit) { return unit.ledger().append(conformance::note(code)); };
    while (!conformance::committed(conformance::write(*this, append))) {
    }
  }

  Replaceable database;
  int went_back = 0;
  int moved = 0;
  std::vector<std::vector<AccountId>> heard;

 private:
  PostedTasks loop_;
  SteppedClock clock_{conformance::noon()};
  StoreSettings settings_ = conformance::settings();
  std::unique_ptr<PostgresStore> store_;
};

}  // namespace

TEST_CASE("a database that has lost what this node has seen committed stops the house, before anything is written") {
  if (test_server().empty()) return;
  ServerHouse house;
  house.furnish();
  house.note("old");
  house.close();
  house.database.copy();
  house.open("one");
  house.note("lost");
  CHECK(house.stopped().empty());

  house.database.go_back();
  house.note("new");
  house.run_until([&] { return house.went_back > 0; });
  CHECK(house.stopped().find("older than what was seen committed") != std::string::npos);
  const auto codes = house.notes();
  CHECK(std::ranges::count(codes, "old") == 1);
  CHECK(std::ranges::count(codes, "lost") == 0);
  CHECK(std::ranges::count(codes, "new") == 1);  // this life of the node goes on
}

TEST_CASE("a server that was only away, and has everything, stops nothing") {
  if (test_server().empty()) return;
  ServerHouse house;
  house.furnish();
  house.note("one");
  house.database.close_connections();
  house.note("two");
  house.database.close_connections();
  house.note("three");
  CHECK(house.stopped().empty());
  CHECK(house.went_back == 0);
  CHECK(house.moved == 0);
}

TEST_CASE("a database that takes no writes is said to be one, and used again by itself once it does") {
  if (test_server().empty()) return;
  ServerHouse house;
  house.furnish();
  house.database.take_writes(false);
  house.database.close_connections();
  const auto append = [](Unit& unit) { return unit.ledger().append(conformance::note("one")); };
  WriteEnding ending = conformance::write(house, append);
  for (int i = 0; i < 4 && ending.work.ok(); ++i) ending = conformance::write(house, append);
  while (!ending.work.ok() && ending.work.error().message.find("takes no writes") == std::string::npos)
    ending = conformance::write(house, append);
  CHECK(ending.commit == CommitEnding::rolled_back);
  CHECK(ending.of_store);
  CHECK(house.notes().empty());

  house.database.take_writes(true);
  house.note("two");
  CHECK(house.notes() == std::vector<std::string>{"two"});
  CHECK(house.stopped().empty());
}

TEST_CASE("a connection whose server stops to take writes is made anew, wherever that may lead") {
  if (test_server().empty()) return;
  TestDatabase database;
  const auto db = PostgresDb::open({.url = database.url()}).value();
  db->run("CREATE TABLE t (k BIGINT)").value();
  db->run("SELECT set_config('default_transaction_read_only', 'on', false)").value();
  REQUIRE(db->begin().ok());
  (void)db->run("INSERT INTO t VALUES (1)");
  CHECK(db->commit() == CommitEnding::rolled_back);
  REQUIRE(db->begin().ok());
  CHECK(db->lives() == 2);
  (void)db->run("INSERT INTO t VALUES (1)");
  CHECK(db->commit() == CommitEnding::committed);
}

TEST_CASE("another node's rows are heard of by those who wait for them, by account") {
  if (test_server().empty()) return;
  ServerHouse house;
  house.furnish();
  PostedTasks loop;
  SteppedClock clock(conformance::noon());
  const StoreSettings settings = conformance::settings();
  const auto other =
      PostgresStore::open({.url = house.database.url(), .writers = 1, .readers = 1}, "two", loop, clock, settings)
          .value();
  // What is told before the other one listens is not heard: so again and again.
  const auto knows = [&] {
    return std::ranges::any_of(
        house.heard, [](const auto& accounts) { return accounts == std::vector<AccountId>{conformance::ours}; });
  };
  while (!knows()) {
    bool done = false;
    other->write(
        conformance::ours, [](Unit& unit) { return unit.ledger().append(conformance::note("there")); },
        [&](WriteEnding) { done = true; });
    while (!done) loop.run_one();
    // Behind whatever was heard by now.
    house.notes();
  }
  CHECK(knows());
}

TEST_CASE("an account whose ledger goes no further is doubted, until it is known what is missing") {
  if (test_server().empty()) return;
  SeenMarks seen;
  seen.saw({AccountId(1), 5, "five"});
  seen.saw({AccountId(1), 6, "six"});
  CHECK_FALSE(seen.doubtful());
  seen.saw({AccountId(1), 6, "another six"});
  CHECK(seen.doubtful());
  TestDatabase database;
  const auto db = PostgresDb::open({.url = database.url()}).value();
  db->run("CREATE TABLE ledger (account BIGINT, seq BIGINT, link TEXT)").value();
  db->run("INSERT INTO ledger VALUES (2, 1, 'one')").value();
  seen.saw({AccountId(2), 1, "one"});
  const auto missing = seen.missing(*db).value();
  REQUIRE(missing.size() == 1);
  CHECK(missing[0].link == "six");
  seen.forget(missing);
  CHECK_FALSE(seen.doubtful());
  CHECK(seen.missing(*db).value().empty());
}

TEST_CASE("another timeline, another cluster or a shorter log is another place; a longer log is not") {
  const ServerPlace here{.system = "1", .timeline = "00000001", .log_bytes = 100};
  CHECK_FALSE(here.is_elsewhere({.system = "1", .timeline = "00000001", .log_bytes = 100}));
  CHECK_FALSE(here.is_elsewhere({.system = "1", .timeline = "00000001", .log_bytes = 200}));
  CHECK(here.is_elsewhere({.system = "1", .timeline = "00000001", .log_bytes = 99}));
  CHECK(here.is_elsewhere({.system = "1", .timeline = "00000002", .log_bytes = 200}));
  CHECK(here.is_elsewhere({.system = "2", .timeline = "00000001", .log_bytes = 200}));
}
