#include "store/postgres/postgres_store.h"

#include <algorithm>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "base/inbox.h"
#include "store/migrations.h"
#include "store/postgres/account_inbox.h"
#include "store/postgres/account_units.h"
#include "store/postgres/postgres_db.h"
#include "store/postgres/seen_marks.h"
#include "store/postgres/sentinel.h"

namespace courtesy {
namespace {

constexpr std::size_t most_waiting = 10'000;
constexpr std::size_t most_units = 64;  // in one commit
/// In one commit: their guards are held until the last of them has run.
constexpr std::size_t most_accounts = 16;
constexpr int most_runs = 3;
constexpr int most_migrations = 30;
/// Any number, so long as all nodes lock the same: one migrates at a time.
constexpr std::int64_t migration_lock = 0x636f7572'74657379;

WriteEnding run_alone(PostgresDb& db, WriteJob& job, const Clock& clock, const StoreSettings& settings,
                      const NodeEpoch& node, SeenMarks* seen) {
  WriteEnding ending{CommitEnding::rolled_back, {}, true};
  for (int run = 0; run < most_runs; ++run) {
    ending = run_together(db, {&job, 1}, clock, settings, node, seen);
    if (ending.commit != CommitEnding::rolled_back || ending.passed_over || !db.worth_another_run()) break;
    ending.passed_over = db.waited_in_vain();
    ending.of_store = !ending.passed_over;
    if (ending.passed_over) break;
  }
  return ending;
}

/// Jobs that wait together share a commit; where one of them fails, each is run by itself.
std::vector<WriteDone> run_jobs(PostgresDb& db, std::vector<WriteJob> jobs, const Clock& clock,
                                const StoreSettings& settings, const NodeEpoch& node, SeenMarks* seen) {
  std::optional<WriteEnding> of_all;
  std::set<AccountId> written;
  if (jobs.size() > 1) of_all = run_together(db, jobs, clock, settings, node, seen, &written);
  const bool each = !of_all || (of_all->commit == CommitEnding::rolled_back && !of_all->passed_over);
  const WriteEnding passed_over{.commit = CommitEnding::rolled_back, .work = {}, .passed_over = true};
  std::vector<WriteDone> done;
  for (auto& job : jobs) {
    WriteEnding ending = each                            ? run_alone(db, job, clock, settings, node, seen)
                         : written.contains(job.account) ? *of_all
                                                         : passed_over;
    done.push_back({std::move(job.done), std::move(ending)});
  }
  return done;
}

/// By a connection of its own, whose statements may take their time. A table that somebody has locked is waited for.
Result<void> bring_up_to_date(const std::string& url, std::string_view node, Instant now) {
  const auto db = TRY(PostgresDb::open({.url = url}));
  TRY(db->run("SELECT set_config('lock_timeout', '0', false), pg_advisory_lock($1)::text", {migration_lock}));
  TRY(db->run("SELECT set_config('lock_timeout', '2s', false)"));
  Result<void> migrated = migrate(*db, node, now);
  for (int run = 1; run < most_migrations && !migrated && db->worth_another_run(); ++run)
    migrated = migrate(*db, node, now);
  TRY(db->run("SELECT pg_advisory_unlock($1)", {migration_lock}));
  return migrated;
}

}  // namespace

struct PostgresStore::Body {
  Body(Loop& its_loop, const Clock& its_clock, const StoreSettings& its_settings, int writers)
      : loop(its_loop),
        clock(its_clock),
        settings(its_settings),
        writes(most_waiting, static_cast<std::size_t>(writers)) {}

  void write_forever(PostgresDb& db) {
    while (true) {
      auto jobs = writes.pop(most_units, most_accounts);
      if (jobs.empty()) return;
      std::set<AccountId> accounts;
      for (const auto& job : jobs) accounts.insert(job.account);
      auto finished = run_jobs(db, std::move(jobs), clock, settings, node, &seen);
      const bool wrote =
          std::ranges::any_of(finished, [](const auto& one) { return one.ending.commit == CommitEnding::committed; });
      for (const AccountId account : accounts) {
        if (wrote && sentinel) sentinel->wrote(account);
      }
      // Before the endings are told: where it cannot be had on record that rows are lost, nothing is sent on them.
      if (seen.doubtful() && !compare(db)) {
        for (auto& one : finished) one.ending.commit = CommitEnding::unknown;
      }
      // Before the account is free again: endings are told in the order of its commits.
      loop.post([finished = std::move(finished)]() mutable {
        for (auto& one : finished) one.done(std::move(one.ending));
      });
      writes.done(accounts);
    }
  }

  void read_forever(PostgresDb& db) {
    while (true) {
      auto jobs = reads.pop(1);
      if (jobs.empty()) return;
      Result<void> result = run_read(db, jobs[0].account, jobs[0].work, clock, settings);
      loop.post([done = std::move(jobs[0].done), result = std::move(result)]() mutable { done(std::move(result)); });
    }
  }

  /// A tool has no life of its own, and knows nothing.
  Result<void> came_back(PostgresDb& db) { return node.epoch == 0 ? Result<void>{} : compare(db); }

  /// Is it what this node knows? On a connection that was made again, before anything is written by it. What is lost
  /// stops the house first, in the database itself.
  Result<void> compare(PostgresDb& db) {
    const std::lock_guard lock(comparing);
    const auto now = place_of(db);  // where the server does not say, each time is a move
    const bool moved = !place || !now || place->is_elsewhere(*now);
    const auto lost = TRY(seen.missing(db));
    if (!lost.empty() || TRY(stored_epoch(db, node)) < node.epoch) {
      TRY(stop_since_it_went_back(db, static_cast<std::int64_t>(lost.size()), clock, settings, node));
      tell([](const StoreNews& said) -> const auto& { return said.went_back; });
    } else if (moved) {
      tell([](const StoreNews& said) -> const auto& { return said.moved; });
    }
    seen.forget(lost);
    if (now) place = *now;
    return {};
  }

  /// In front of what is posted later: endings of units that ran meanwhile come after it.
  template <typename Which>
  void tell(Which which) {
    loop.post([said = news, which] {
      if (which(*said)) which (*said)();
    });
  }

  /// How far the server has come, so that one that has come less far is known for another.
  Result<void> still_here(PostgresDb& db) {
    const std::lock_guard lock(comparing);
    if (!place) return db.run("SELECT 1").ok() ? Result<void>{} : Error{ErrorCode::unavailable, "it does not answer"};
    auto now = TRY(place_of(db));
    if (!place->is_elsewhere(now)) place = std::move(now);
    return {};
  }

  Loop& loop;
  const Clock& clock;
  const StoreSettings& settings;
  NodeEpoch node;
  std::shared_ptr<StoreNews> news = std::make_shared<StoreNews>();  // of the loop
  SeenMarks seen;
  std::mutex comparing;
  std::optional<ServerPlace> place;
  std::unique_ptr<Sentinel> sentinel;
  std::vector<std::unique_ptr<PostgresDb>> connections;
  AccountInbox writes;
  WorkInbox<ReadJob> reads{most_waiting};
  std::vector<std::thread> threads;
};

PostgresStore::PostgresStore(std::unique_ptr<Body> body) : body_(std::move(body)) {}

Result<std::unique_ptr<PostgresStore>> PostgresStore::open(const PostgresStoreOptions& options, const std::string& node,
                                                           Loop& loop, const Clock& clock,
                                                           const StoreSettings& settings) {
  auto body = std::make_unique<Body>(loop, clock, settings, options.writers);
  const auto came_back = [body = body.get()](PostgresDb& db) { return body->came_back(db); };
  for (int i = 0; i < options.writers; ++i)
    body->connections.push_back(TRY(PostgresDb::open(
        {.url = options.url, .longest_statement = options.longest_statement, .came_back = came_back})));
  for (int i = 0; i < options.readers; ++i)
    body->connections.push_back(TRY(PostgresDb::open({.url = options.url, .read_only = true})));
  TRY(bring_up_to_date(options.url, node, clock.now()));
  if (!node.empty()) {
    body->node = {node, TRY(begin_life(*body->connections.front(), node, clock, settings))};
  }
  if (auto place = place_of(*body->connections.front())) body->place = std::move(*place);
  Body& running = *body;
  body->sentinel = std::make_unique<Sentinel>(
      Sentinel::Parts{.url = options.url,
                      .came_back = came_back,
                      .still_here = [&running](PostgresDb& db) { return running.still_here(db); },
                      .others_wrote =
                          [&running](auto accounts) {
                            running.loop.post([said = running.news, accounts = std::move(accounts)]() mutable {
                              if (said->others_wrote) said->others_wrote(std::move(accounts));
                            });
                          }});
  for (std::size_t i = 0; i < body->connections.size(); ++i) {
    PostgresDb& db = *body->connections[i];
    const bool writes = i < static_cast<std::size_t>(options.writers);
    body->threads.emplace_back(
        [&running, &db, writes] { writes ? running.write_forever(db) : running.read_forever(db); });
  }
  return std::unique_ptr<PostgresStore>(new PostgresStore(std::move(body)));
}

PostgresStore::~PostgresStore() {
  body_->writes.close();
  body_->reads.close();
  for (auto& thread : body_->threads) thread.join();
  body_->sentinel.reset();
}

void PostgresStore::tell(StoreNews news) { *body_->news = std::move(news); }

namespace {
Error too_much() { return {ErrorCode::full, "too much is waiting for the store: try again in a moment"}; }
}  // namespace

void PostgresStore::write(AccountId account, Work work, UniqueFunction<void(WriteEnding)> done) {
  give({account, std::move(work), std::move(done)});
}

void PostgresStore::write_if_free(AccountId account, Foresight foresight, Work work,
                                  UniqueFunction<void(WriteEnding)> done) {
  give({account, std::move(work), std::move(done), true, std::move(foresight)});
}

void PostgresStore::write_foreseen(AccountId account, Foresight foresight, Work work,
                                   UniqueFunction<void(WriteEnding)> done) {
  give({account, std::move(work), std::move(done), false, std::move(foresight)});
}

void PostgresStore::give(WriteJob job) {
  if (body_->writes.push(job)) return;
  body_->loop.post([done = std::move(job.done)]() mutable { done({CommitEnding::rolled_back, too_much(), true}); });
}

void PostgresStore::read(AccountId account, Work work, UniqueFunction<void(Result<void>)> done) {
  ReadJob job{account, std::move(work), std::move(done)};
  if (body_->reads.push(job)) return;
  body_->loop.post([done = std::move(job.done)]() mutable { done(too_much()); });
}

}  // namespace courtesy
