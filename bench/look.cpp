// What it costs to find out that nothing is due, however many reminders lie ahead; and what they take in memory.
#include <fmt/format.h>
#include <malloc.h>

#include "benches.h"
#include "house.h"

namespace courtesy::bench {
namespace {

constexpr int accounts = 20;
constexpr int looks = 2'000;
constexpr std::size_t planned_at_once = 5'000;

/// `each` reminders an account, minutes apart, the first two days ahead: on appointments that are there once.
void plan_ahead(BusyHouse& house, int each) {
  for (int account = 1; account <= accounts; ++account) {
    std::vector<Planned> planned;
    for (int i = 0; i < each; ++i) {
      const Instant at = house.time.now() + hours{48} + minutes{i};
      planned.push_back({.key = {AppointmentId(1), RuleId(1), Channel::call, to_string(at)},
                         .due = at,
                         .send_at = at,
                         .state = ReminderState::waiting});
      if (planned.size() < planned_at_once && i + 1 < each) continue;
      house.TestHouse::write(
          [&](Unit& unit) -> Result<void> { return TRY(unit.queue().plan(planned)), Result<void>{}; },
          AccountId(account));
      planned.clear();
    }
  }
}

struct Costs {
  double poll;         ///< the dispatcher's: which account is next
  double queue;        ///< one account's: what is due
  double unit;         ///< an empty unit, which brings the account's next time up to date; not committed
  std::size_t memory;  ///< what the process has grown by, with the database open and looked at
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
              .memory = 0};
  for (int account = 1; account <= accounts; ++account) read(AccountId(account), queue);
  costs.memory = resident_bytes() - std::min(before, resident_bytes());
  return costs;
}

}  // namespace

Faults look(const std::string& folder) {
  fmt::print("  median of {} looks, {} accounts, nothing due\n", looks, accounts);
  for (const int ahead : {10'000, 100'000, 1'000'000}) {
    const Costs costs = measure(fresh_file(folder, "look.db"), ahead);
    tell(fmt::format("{} reminders ahead: which account is next", ahead), duration(costs.poll));
    tell("  what is due in one account", duration(costs.queue));
    tell("  bringing an account's next time up to date", duration(costs.unit));
    tell("  memory for the open database", fmt::format("{:.1f} MB", static_cast<double>(costs.memory) / 1e6));
  }
  return {};
}

}  // namespace courtesy::bench
