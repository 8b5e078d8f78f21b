// A house with many accounts whose clients are due, the real words over SQLite, and a gateway that answers at once.
#pragma once

#include <deque>
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

  std::vector<Sent> sent;
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

class BusyHouse : public TestHouse {
 public:
  /// A house's numbers are all different, so at most 50,000. Nothing is due yet.
  BusyHouse(const std::string& path, int accounts, int clients);

  /// The clock goes to the moment when every client is due.
  void fall_due();
  /// Number `i` of the house, in New York.
  static std::string number(int i);
  /// Intends and sends until nothing is left, at most `places` of an account at once; endings are on record. As in the
  /// embedded store, at most 64 units share a commit. Seconds between looks are virtual.
  void send_all(int places);

  int accounts;
  int clients;
  flow::Library library = flow::Library::builtin().value();
  InstantGateway gateway;
  CountingDb counted;
  std::vector<double> units;  ///< seconds from being handed to the store to being durable
  std::set<std::string> errors;

 private:
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
