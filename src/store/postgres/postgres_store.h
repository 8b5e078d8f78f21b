// The shared store: PostgreSQL, several connections with a thread each; several nodes may have one.
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/loop.h"
#include "store/store.h"
#include "store/unit.h"

namespace courtesy {

struct WriteJob;

struct PostgresStoreOptions {
  std::string url;  ///< `postgres://user@host:port/database`
  int writers = 8;  ///< connections; an account is written by one of them at a time
  int readers = 2;
  /// Of a unit: one that takes longer is given up, and nothing of it is sent.
  milliseconds longest_statement{20'000};
};

class PostgresStore final : public Store {
 public:
  /// Migrates the database and begins a life of `node`; without a name the store has none (a tool).
  /// Errors: as PostgresDb::open, and the migrations'.
  static Result<std::unique_ptr<PostgresStore>> open(const PostgresStoreOptions& options, const std::string& node,
                                                     Loop& loop, const Clock& clock, const StoreSettings& settings);
  /// What was accepted is written first.
  ~PostgresStore() override;

  void tell(StoreNews news) override;
  void write(AccountId account, Work work, UniqueFunction<void(WriteEnding)> done) override;
  void write_if_free(AccountId account, Foresight foresight, Work work,
                     UniqueFunction<void(WriteEnding)> done) override;
  void write_foreseen(AccountId account, Foresight foresight, Work work,
                      UniqueFunction<void(WriteEnding)> done) override;
  void read(AccountId account, Work work, UniqueFunction<void(Result<void>)> done) override;

 private:
  struct Body;
  explicit PostgresStore(std::unique_ptr<Body> body);
  void give(WriteJob job);
  std::unique_ptr<Body> body_;
};

}  // namespace courtesy
