#include "store/sqlite/sqlite_store.h"

#include <thread>
#include <vector>

#include "base/inbox.h"
#include "store/accounts.h"
#include "store/migrations.h"
#include "store/sqlite/checkpointer.h"
#include "store/sqlite/sqlite_db.h"

namespace courtesy {
namespace {

constexpr std::size_t most_waiting = 10'000;
constexpr std::size_t most_units = 256;  // in one commit: some 25 ms of work
constexpr int reader_threads = 2;

}  // namespace

struct SqliteStore::Body {
  Body(Loop& its_loop, const Clock& its_clock, const StoreSettings& its_settings)
      : loop(its_loop), clock(its_clock), settings(its_settings) {}

  void write_forever() {
    while (true) {
      auto jobs = writes.pop(most_units);
      if (jobs.empty()) return;
      auto finished = run_group(*writer, std::move(jobs), clock, settings, node);
      loop.post([finished = std::move(finished)]() mutable {
        for (auto& one : finished) one.done(std::move(one.ending));
      });
      checkpointer->committed(*writer);
    }
  }

  void read_forever(SqliteDb& db) {
    while (true) {
      auto jobs = reads.pop(1);
      if (jobs.empty()) return;
      Result<void> result = run_read(db, jobs[0].account, jobs[0].work, clock, settings);
      loop.post([done = std::move(jobs[0].done), result = std::move(result)]() mutable { done(std::move(result)); });
    }
  }

  Loop& loop;
  const Clock& clock;
  const StoreSettings& settings;
  NodeEpoch node;
  std::unique_ptr<SqliteDb> writer;
  std::unique_ptr<Checkpointer> checkpointer;
  std::vector<std::unique_ptr<SqliteDb>> readers;
  WorkInbox<WriteJob> writes{most_waiting};
  WorkInbox<ReadJob> reads{most_waiting};
  std::vector<std::thread> threads;
};

SqliteStore::SqliteStore(std::unique_ptr<Body> body) : body_(std::move(body)) {}

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::string& path, const std::string& node, Loop& loop,
                                                       const Clock& clock, const StoreSettings& settings,
                                                       int cache_mib) {
  auto body = std::make_unique<Body>(loop, clock, settings);
  body->writer = TRY(SqliteDb::open({.path = path, .checkpoints_itself = false, .cache_mib = cache_mib}));
  TRY(migrate(*body->writer, node, clock.now()));
  if (!node.empty()) {
    Unit house(*body->writer, AccountId{}, clock.now(), settings, {});
    body->node = {node, TRY(house.accounts().begin_epoch(node))};
  }
  body->checkpointer = std::make_unique<Checkpointer>(TRY(SqliteDb::open({.path = path})));
  for (int i = 0; i < reader_threads; ++i)
    body->readers.push_back(TRY(SqliteDb::open({.path = path, .read_only = true})));
  Body& running = *body;
  body->threads.emplace_back([&running] { running.write_forever(); });
  for (auto& reader : body->readers) {
    body->threads.emplace_back([&running, &reader] { running.read_forever(*reader); });
  }
  return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(body)));
}

SqliteStore::~SqliteStore() {
  body_->writes.close();
  body_->reads.close();
  for (auto& thread : body_->threads) thread.join();
}

void SqliteStore::write(AccountId account, Work work, UniqueFunction<void(WriteEnding)> done) {
  WriteJob job{account, std::move(work), std::move(done)};
  if (body_->writes.push(job)) return;
  body_->loop.post([done = std::move(job.done)]() mutable {
    done({CommitEnding::rolled_back, Error{ErrorCode::full, "too much is waiting for the store: try again in a moment"},
          true});
  });
}

void SqliteStore::read(AccountId account, Work work, UniqueFunction<void(Result<void>)> done) {
  ReadJob job{account, std::move(work), std::move(done)};
  if (body_->reads.push(job)) return;
  body_->loop.post([done = std::move(job.done)]() mutable {
    done(Error{ErrorCode::full, "too much is waiting for the store: try again in a moment"});
  });
}

}  // namespace courtesy
