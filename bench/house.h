// A house with many accounts whose clients are due, the real words over SQLite, and a gateway that answers at once.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/random.h"
#include "dispatch/intend.h"
#include "flow/library.h"
#include "measure.h"
#include "store/sqlite/test_house.h"

namespace courtesy::bench {

/// Takes everything. What it was given is kept, for the webhooks' paths.
class InstantGateway final : public Gateway {
 public:
  struct Sent {
    AttemptId attempt;
    std::string recipient;
    std::string token;
    std::string provider_id;
  };
  Result<Prepared> prepare(const Intent& intent) const override;
  void send(Prepared prepared, UniqueFunction<void(Ending)> done) override;
  void look_up(LookUp question, UniqueFunction<void(Result<std::vector<Sighting>>)> done) override;
  void call_off(std::string provider_id, UniqueFunction<void(Ending)> done) override;
  void redirect(std::string provider_id, std::string url, UniqueFunction<void(Ending)> done) override;

  std::vector<Sent> sent;
  /// Called as each leaves: its intent is durable.
  std::function<void(const Sent&)> leaves = [](const Sent&) {};
};

/// Counts commits, and passes everything on.
class CountingDb final : public Db {
 public:
  explicit CountingDb(Db& db) : db_(db) {}
  Result<void> begin() override { return db_.begin(); }
  Result<Rows> run(std::string_view sql, std::span<const Value> values) override { return db_.run(sql, values); }
  Result<Rows> run_each(std::string_view sql, std::size_t width, std::span<const Value> rows) override {
    return db_.run_each(sql, width, rows);
  }
  CommitEnding commit() override {
    ++commits;
    return db_.commit();
  }
  void roll_back() override { db_.roll_back(); }

  std::size_t commits = 0;

 private:
  Db& db_;
};

/// Which let a house's numbers be contacted.
StoreSettings house_settings();

/// When those with an appointment at two o'clock are due.
extern const Instant due_hour;

/// When a house's client of that number has its appointment: a local time in New York on 2026-05-14.
using StartOf = std::string (*)(int i);
std::string all_at_two(int i);

class BusyHouse : public TestHouse {
 public:
  /// A house's numbers are all different, so at most 100,000. Nothing is due yet.
  BusyHouse(const std::string& path, int accounts, int clients, StartOf start_of = all_at_two);

  /// A visit a week of every client before the one that is booked: reminded, heard, on record.
  void add_history(int weeks);
  /// The clock goes to the moment when every client at two o'clock is due.
  void fall_due();
  /// Number `i` of the house, in New York.
  static std::string number(int i);
  static int index_of(const std::string& number);
  /// Intends and sends until nothing is due now, at most `places` of an account at once and `house_places` of the
  /// house; endings are on record. As many units share a commit as in the embedded store. Seconds between looks of one
  /// account are virtual.
  void send_all(int places, int house_places = 1'000);
  /// The same for what is due at this moment, once.
  void send_due(int places, int house_places);

  int accounts;
  int clients;
  flow::Library library = flow::Library::builtin().value();
  InstantGateway gateway;
  CountingDb counted;
  std::vector<double> units;                 ///< seconds from being handed to the store to being durable
  std::map<std::string, std::size_t> asked;  ///< how often each interlock was asked
  std::set<std::string> errors;

 private:
  void book();
  std::vector<AccountId> due_accounts(int limit);
  void write(AccountId account, Work work, UniqueFunction<void()> committed);
  void run_groups();
  void intend(AccountId account, int places);
  void record(AccountId account, AttemptId attempt, const Ending& ending);

  NodeEpoch node_;
  SeededRandom random_{1};
  std::deque<WriteJob> waiting_;
};

/// A fresh path in `folder`: what an earlier run left there is removed.
std::string fresh_file(const std::string& folder, const std::string& name);

}  // namespace courtesy::bench
