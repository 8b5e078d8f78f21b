// What it costs to find out that nothing is due, however many reminders lie ahead; and what they take in memory.
#include <fmt/format.h>
#include <malloc.h>

#include <filesystem>

#include "benches.h"
#include "house.h"

namespace courtesy::bench {
namespace {

constexpr int accounts = 20;
constexpr int looks = 2'000;

/// `each` reminders an account, minutes apart, the first two days ahead: on appointments that are there once. Written
/// in bulk, as planning leaves them; then each account's next time is brought up to date.
void plan_ahead(BusyHouse& house, int each) {
  const Instant first = house.time.now() + hours{48};
  INVARIANT(house.db->begin().ok());
  for (int account = 1; account <= accounts; ++account) {
    house.db
        ->run(
            "WITH RECURSIVE ahead(n, at) AS (SELECT 0, $2 UNION ALL SELECT n + 1, at + 60000 FROM ahead WHERE n + 1 < "
            "$3)"
            " INSERT INTO reminder (account, appointment, rule, channel, start, state, due, send_at, look_at)"
            " SELECT $1, 1, 1, 'call', strftime('%Y-%m-%dT%H:%M:%SZ', at / 1000, 'unixepoch'), 'waiting', at, at, at"
            " FROM ahead",
            {AccountId(account), first, each})
        .value();
  }
  INVARIANT(house.db->commit() == CommitEnding::committed);
  for (int account = 1; account <= accounts; ++account) {
    house.TestHouse::write([](Unit& unit) { return unit.accounts().refresh_next(); }, AccountId(account));
  }
}

struct Costs {
  double poll;         ///< the dispatcher's: which account is next
  double queue;        ///< one account's: what is due
  double unit;         ///< an empty unit, which brings the account's next time up to date; not committed
  std::size_t memory;  ///< what the process has grown by, with the database open and looked at
  std::size_t stored;  ///< the database's bytes
  std::int64_t steps;  ///< of SQLite's virtual machine, for all three questions: the same on every machine
};

template <typename Question>
double median_of(Question question) {
  std::vector<double> durations;
  for (int i = 0; i < looks; ++i) {
    const Stopwatch watch;
    question();
    durations.push_back(watch.seconds());
  }
  return percentile(std::move(durations), 0.5);
}

Costs measure(const std::string& path, int reminders) {
  {
    BusyHouse making(path, accounts, 1);
    making.db->run("PRAGMA synchronous=OFF").value();
    plan_ahead(making, reminders / accounts - 1);
    making.db->run("PRAGMA wal_checkpoint(TRUNCATE)").value();
  }
  malloc_trim(0);
  const std::size_t before = resident_bytes();
  const auto db = SqliteDb::open({.path = path}).value();
  VirtualTime time{parse_instant("2026-05-12T14:00:00Z").value()};
  const StoreSettings settings = TestHouse().settings;
  Work poll = [](Unit& unit) -> Result<void> {
    TRY(unit.accounts().with_due(AccountId{}, 64));
    TRY(unit.accounts().with_looks(AccountId{}, 64));
    return {};
  };
  Work queue = [](Unit& unit) -> Result<void> {
    INVARIANT(TRY(unit.queue().look(64)).empty());
    return {};
  };
  Work refresh = [](Unit& unit) { return unit.accounts().refresh_next(); };
  const auto read = [&](AccountId account, Work& work) { run_read(*db, account, work, time, settings).value(); };
  Costs costs{.poll = median_of([&] { read(AccountId{}, poll); }),
              .queue = median_of([&] { read(AccountId(1), queue); }),
              .unit = median_of([&] { read(AccountId(1), refresh); }),
              .memory = 0,
              .stored = static_cast<std::size_t>(std::filesystem::file_size(path)),
              .steps = 0};
  for (const auto& statement : db->costs()) costs.steps += statement.most_steps;
  for (int account = 1; account <= accounts; ++account) read(AccountId(account), queue);
  costs.memory = resident_bytes() - std::min(before, resident_bytes());
  return costs;
}

}  // namespace

Faults look(const std::string& folder) {
  fmt::print("  median of {} looks, {} accounts, nothing due\n", looks, accounts);
  std::int64_t fewest = 0;
  for (const int ahead : {10'000, 100'000, 1'000'000}) {
    const Costs costs = measure(fresh_file(folder, "look.db"), ahead);
    tell(fmt::format("{} reminders ahead: which account is next", ahead), duration(costs.poll));
    tell("  what is due in one account", duration(costs.queue));
    tell("  bringing an account's next time up to date", duration(costs.unit));
    tell("  memory for the open database",
         fmt::format("{:.1f} MB, for {:.0f} MB on disk", static_cast<double>(costs.memory) / 1e6,
                     static_cast<double>(costs.stored) / 1e6));
    tell("  steps of SQLite for all three", std::to_string(costs.steps));
    if (fewest == 0) fewest = costs.steps;
    if (costs.steps > fewest) return {fmt::format("a look costs {} steps with {} ahead", costs.steps, ahead)};
  }
  return {};
}

}  // namespace courtesy::bench
