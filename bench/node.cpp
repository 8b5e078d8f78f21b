#include "node.h"

#include "store/postgres/postgres_db.h"
#include "store/postgres/postgres_store.h"
#include "store/sqlite/sqlite_store.h"

namespace courtesy::bench {
namespace {

std::unique_ptr<Store> open_store(const std::string& where, const std::string& name, Loop& loop, const Clock& clock,
                                  const StoreSettings& settings) {
  if (on_server(where)) return PostgresStore::open({.url = where}, name, loop, clock, settings).value();
  return SqliteStore::open(where, name, loop, clock, settings).value();
}

}  // namespace

bool on_server(const std::string& where) { return where.starts_with("postgres://"); }

std::unique_ptr<Db> open_database(const std::string& where) {
  if (on_server(where)) return PostgresDb::open({.url = where}).value();
  return SqliteDb::open({.path = where}).value();
}

void WatchedStore::write(AccountId account, Work work, UniqueFunction<void(WriteEnding)> done) {
  store_->write(account, std::move(work), watched(std::move(done)));
}

void WatchedStore::write_if_free(AccountId account, Foresight foresight, Work work,
                                 UniqueFunction<void(WriteEnding)> done) {
  store_->write_if_free(account, std::move(foresight), std::move(work), watched(std::move(done)));
}

void WatchedStore::write_foreseen(AccountId account, Foresight foresight, Work work,
                                  UniqueFunction<void(WriteEnding)> done) {
  store_->write_foreseen(account, std::move(foresight), std::move(work), watched(std::move(done)));
}

UniqueFunction<void(WriteEnding)> WatchedStore::watched(UniqueFunction<void(WriteEnding)> done) {
  ++open;
  return [this, done = std::move(done)](WriteEnding ending) mutable {
    --open;
    ++(ending.commit == CommitEnding::committed ? written : ending.passed_over ? passed_over : refused);
    since_last = Stopwatch();
    worked = WorkMeter::used();
    done(std::move(ending));
  };
}

Node::Node(const std::string& where, const std::string& name, Instant now)
    : clock(now, 1),
      loop(clock),
      settings(house_settings()),
      store(std::make_unique<WatchedStore>(open_store(where, name, loop, clock, settings))) {}

Node::~Node() { store->close(); }

void Node::run_until(const std::function<bool()>& done) {
  while (!done()) loop.run_one(milliseconds(100));
}

void Node::write(AccountId account, Work work) {
  bool ended = false;
  store->write(account, std::move(work), [&](const WriteEnding& ending) {
    INVARIANT(ending.commit == CommitEnding::committed);
    ended = true;
  });
  run_until([&] { return ended; });
}

void Node::read(AccountId account, Work work) {
  bool ended = false;
  store->read(account, std::move(work), [&](const Result<void>& result) {
    INVARIANT(result.ok());
    ended = true;
  });
  run_until([&] { return ended; });
}

}  // namespace courtesy::bench
