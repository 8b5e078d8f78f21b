// The embedded store: one writer thread that groups what waits, a few readers.
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/loop.h"
#include "store/grouper.h"
#include "store/sqlite/sqlite_db.h"

namespace courtesy {

class SqliteStore final : public Store {
 public:
  /// Opens or makes the file, brings it up to date and, where `node` has a name, begins a new life of that node: from
  /// then on older lives cannot write. `settings`, `loop` and `clock` must outlive the store.
  static Result<std::unique_ptr<SqliteStore>> open(const std::string& path, const std::string& node, Loop& loop,
                                                   const Clock& clock, const StoreSettings& settings,
                                                   int cache_mib = usual_cache_mib);
  /// Finishes what was queued; endings that were not delivered yet are dropped.
  ~SqliteStore() override;

  void write(AccountId account, Work work, UniqueFunction<void(WriteEnding)> done) override;
  void read(AccountId account, Work work, UniqueFunction<void(Result<void>)> done) override;

 private:
  struct Body;
  explicit SqliteStore(std::unique_ptr<Body> body);
  std::unique_ptr<Body> body_;
};

}  // namespace courtesy
