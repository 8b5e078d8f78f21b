// Reminders through every interlock to a gateway that answers at once; beside it what the disk can commit.
#include <fmt/format.h>
#include <sqlite3.h>

#include "benches.h"
#include "house.h"
#include "store/sqlite/sqlite_library.h"

namespace courtesy::bench {
namespace {

constexpr int accounts = 1'000;
constexpr int clients = 100;
constexpr int weeks_of_history = 8;
constexpr int one_forbidden_in = 1'000;
constexpr int raw_commits = 1'000;
constexpr int places = 100;  ///< of an account at once
/// In flight, at most: the most that can be configured. A line of high rate.
constexpr int house_places = 1'000;
/// Of an account's clients, those who are due together; the others follow one by one within ten minutes.
constexpr int together = 90;
constexpr int one_by_one = accounts * (clients - together);
constexpr double one_by_one_seconds = 600;

int turn_of(int i) { return i / clients * (clients - together) + i % clients - together; }
int second_of(int i) { return static_cast<int>(turn_of(i) * one_by_one_seconds / one_by_one); }
std::string start_of(int i) {
  if (i % clients < together) return all_at_two(i);
  return fmt::format("2026-05-14T15:{:02}:{:02}", second_of(i) / 60, second_of(i) % 60);
}

/// Transactions of one row each, as durable as the house's, with nothing of the house around them.
double raw_commits_per_second(const std::string& path) {
  sqlite3* raw = nullptr;
  set_up_sqlite();
  INVARIANT(sqlite3_open(path.c_str(), &raw) == SQLITE_OK);
  const auto run = [&](const char* sql) { INVARIANT(sqlite3_exec(raw, sql, nullptr, nullptr, nullptr) == SQLITE_OK); };
  run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT) STRICT");
  const Stopwatch watch;
  for (int i = 0; i < raw_commits; ++i) run("INSERT INTO t (b) VALUES ('one row')");
  const double seconds = watch.seconds();
  sqlite3_close(raw);
  return raw_commits / seconds;
}

/// Numbers that have opted out after the reminders were planned.
std::set<std::string> forbid_some(BusyHouse& house) {
  std::set<std::string> forbidden;
  for (int i = one_forbidden_in / 2; i < accounts * clients; i += one_forbidden_in) {
    const std::string number = BusyHouse::number(i);
    house.TestHouse::write([&](Unit& unit) { return unit.clients().suppress(number, "bench"); },
                           AccountId(i / clients + 1));
    forbidden.insert(number);
  }
  return forbidden;
}

Faults tell_decisions(BusyHouse& house, const std::set<std::string>& forbidden) {
  Faults faults(house.errors.begin(), house.errors.end());
  for (const auto& row : house.db
                             ->run("SELECT state, reason, COUNT(*) FROM reminder WHERE appointment <= 100000"
                                   " GROUP BY state, reason ORDER BY 3 DESC")
                             .value()) {
    const bool allowed = row[0].text() == "intended" && row[1].text() == "none";
    const bool stopped = row[0].text() == "dropped" && row[1].text() == "suppressed";
    tell(fmt::format("reminders now {} ({})", row[0].text(), row[1].text()), std::to_string(row[2].number()));
    if (!allowed && !stopped) faults.push_back(row[0].text() + " (" + row[1].text() + ") should not occur");
  }
  std::set<std::string> reached;
  for (const auto& sent : house.gateway.sent) {
    if (forbidden.contains(sent.recipient)) faults.push_back("a forbidden recipient was contacted");
    if (!reached.insert(sent.recipient).second) faults.push_back("somebody was contacted twice");
  }
  if (reached.size() + forbidden.size() != static_cast<std::size_t>(accounts * clients))
    faults.push_back(fmt::format("{} recipients were contacted", reached.size()));
  for (const auto& [interlock, times] : house.asked) tell("  asked: " + interlock, std::to_string(times));
  return faults;
}

std::string p50_and_p99(const std::vector<double>& durations) {
  return duration(percentile(durations, 0.5)) + ", " + duration(percentile(durations, 0.99));
}

/// All that is due together, as fast as it goes. Reminders a second.
double burst(BusyHouse& house, const std::string& folder) {
  house.fall_due();
  const double raw_before = raw_commits_per_second(fresh_file(folder, "raw.db"));
  const std::size_t commits_before = house.counted.commits;
  const Stopwatch watch;
  const WorkMeter work;
  std::vector<double> waits;
  house.gateway.leaves = [&](const InstantGateway::Sent&) { waits.push_back(watch.seconds()); };
  house.send_all(places, house_places);
  const double seconds = watch.seconds();
  const double worked = work.seconds();
  const double raw_after = raw_commits_per_second(fresh_file(folder, "raw.db"));
  const std::size_t sent = house.gateway.sent.size();
  const double raw = (raw_before + raw_after) / 2;
  fmt::print("  {} due at one moment, {} in flight at most\n", accounts * together, house_places);
  tell("reminders intended, sent, their endings on record", per_second(sent, seconds));
  tell("processor time of each", duration(worked / static_cast<double>(sent)));
  tell("durable commits", per_second(house.counted.commits - commits_before, seconds));
  tell("from due to a durable intent: p50, p99", p50_and_p99(waits));
  tell("a unit, from handed over to durable: p50, p99", p50_and_p99(house.units));
  tell("SQLite alone, one row a commit, before and after", fmt::format("{:.0f}/s, {:.0f}/s", raw_before, raw_after));
  tell("reminders for each commit that SQLite alone makes",
       fmt::format("{:.2f}", static_cast<double>(sent) / seconds / raw));
  return static_cast<double>(sent) / seconds;
}

/// Half of what the burst came to, evenly: the house's clock runs so fast that the others fall due at that rate.
void steady(BusyHouse& house, double rate) {
  const Instant begins = parse_instant("2026-05-13T19:00:00Z").value();
  const double pace = rate * one_by_one_seconds / one_by_one;  // the house's seconds in one of ours
  house.time.run_until(begins);
  const Stopwatch watch;
  std::vector<double> waits;
  house.gateway.leaves = [&](const InstantGateway::Sent& sent) {
    waits.push_back(watch.seconds() - second_of(BusyHouse::index_of(sent.recipient)) / pace);
  };
  while (watch.seconds() * pace < one_by_one_seconds + 60) {
    const std::chrono::duration<double> passed{watch.seconds() * pace};
    house.time.run_until(begins + std::chrono::duration_cast<milliseconds>(passed));
    house.send_due(places, house_places);
  }
  fmt::print("  {} one after the other, {:.0f} a second\n", one_by_one, rate);
  tell("from due to a durable intent: p50, p99", p50_and_p99(waits));
}

}  // namespace

Faults dispatch(const std::string& folder) {
  const Stopwatch making;
  BusyHouse house(fresh_file(folder, "dispatch.db"), accounts, clients, start_of);
  house.add_history(weeks_of_history);
  const auto forbidden = forbid_some(house);
  house.units.clear();
  fmt::print("  {} accounts, {} clients each, with consents and {} weeks of visits; {} have opted out (made in {})\n",
             accounts, clients, weeks_of_history, forbidden.size(), duration(making.seconds()));
  const double rate = burst(house, folder);
  steady(house, rate / 2);
  return tell_decisions(house, forbidden);
}

}  // namespace courtesy::bench
