// What it costs to find out that nothing is due, with few and with many reminders ahead.
#include <fmt/format.h>

#include "benches.h"
#include "house.h"

namespace courtesy::bench {
namespace {

constexpr int accounts = 20;
constexpr int looks = 2'000;

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
    }
    house.TestHouse::write([&](Unit& unit) -> Result<void> { return TRY(unit.queue().plan(planned)), Result<void>{}; },
                           AccountId(account));
  }
}

struct Costs {
  double poll;   ///< the dispatcher's: which account is next
  double queue;  ///< one account's: what is due
  double unit;   ///< an empty unit, which brings the account's next time up to date; not committed
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
  BusyHouse house(path, accounts, 1);
  plan_ahead(house, reminders / accounts - 1);
  Work poll = [](Unit& unit) -> Result<void> {
    TRY(unit.accounts().with_due(64));
    TRY(unit.accounts().with_looks(64));
    return {};
  };
  Work queue = [](Unit& unit) -> Result<void> {
    INVARIANT(TRY(unit.queue().look(look_limit)).empty());
    return {};
  };
  Work refresh = [](Unit& unit) { return unit.accounts().refresh_next(); };
  const auto read = [&](AccountId account, Work& work) {
    run_read(*house.db, account, work, house.time, house.settings).value();
  };
  return {.poll = median_of([&] { read(AccountId{}, poll); }),
          .queue = median_of([&] { read(AccountId(1), queue); }),
          .unit = median_of([&] { read(AccountId(1), refresh); })};
}

}  // namespace

Faults look(const std::string& folder) {
  const Costs few = measure(fresh_file(folder, "look-few.db"), 1'000);
  const Costs many = measure(fresh_file(folder, "look-many.db"), 200'000);
  const auto line = [](const std::string& what, double with_few, double with_many) {
    tell(what, fmt::format("{} with 1,000 ahead, {} with 200,000: {:.2f} times", duration(with_few),
                           duration(with_many), with_many / with_few));
  };
  fmt::print("  median of {} looks, {} accounts, nothing due\n", looks, accounts);
  line("which account is next", few.poll, many.poll);
  line("what is due in one account", few.queue, many.queue);
  line("bringing an account's next time up to date", few.unit, many.unit);
  return {};
}

}  // namespace courtesy::bench
