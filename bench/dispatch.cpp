// Reminders due now, through every interlock, to a gateway that answers at once; beside it what the disk can commit.
#include <fmt/format.h>
#include <sqlite3.h>

#include "benches.h"
#include "dispatch/dispatcher.h"
#include "house.h"

namespace courtesy::bench {
namespace {

constexpr int accounts = 50;
constexpr int clients = 200;
constexpr int one_forbidden_in = 1'000;
constexpr int raw_commits = 1'000;

/// Transactions of one row each, as durable as the house's, with nothing of the house around them.
double raw_commits_per_second(const std::string& path) {
  sqlite3* raw = nullptr;
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
  for (const auto& row :
       house.db->run("SELECT state, reason, COUNT(*) FROM reminder GROUP BY state, reason ORDER BY 3 DESC").value()) {
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
  return faults;
}

Faults measure(const std::string& folder, int places) {
  BusyHouse house(fresh_file(folder, "dispatch.db"), accounts, clients);
  const auto forbidden = forbid_some(house);
  house.fall_due();
  const double raw_before = raw_commits_per_second(fresh_file(folder, "raw.db"));
  const Stopwatch watch;
  house.send_all(places);
  const double seconds = watch.seconds();
  const double raw_after = raw_commits_per_second(fresh_file(folder, "raw.db"));

  const std::size_t sent = house.gateway.sent.size();
  const double raw = (raw_before + raw_after) / 2;
  fmt::print("  {} accounts, {} clients each, all due now, {} who opted out; {} places an account\n", accounts, clients,
             forbidden.size(), places);
  tell("reminders intended, sent, their endings on record", per_second(sent, seconds));
  tell("durable commits", per_second(house.counted.commits, seconds));
  tell("units", per_second(house.units.size(), seconds));
  tell("a unit, from handed over to durable: p50, p99",
       duration(percentile(house.units, 0.5)) + ", " + duration(percentile(house.units, 0.99)));
  tell("SQLite alone, one row a commit, before and after", fmt::format("{:.0f}/s, {:.0f}/s", raw_before, raw_after));
  tell("reminders for each commit that SQLite alone makes",
       fmt::format("{:.2f}", static_cast<double>(sent) / seconds / raw));
  return tell_decisions(house, forbidden);
}

}  // namespace

Faults dispatch(const std::string& folder) {
  Faults faults;
  // As many as a look finds, and as many as DispatchSettings has for all: the others are put off by a second each time.
  for (const int places : {look_limit, DispatchSettings{}.places_in_flight}) {
    const Faults its = measure(folder, places);
    faults.insert(faults.end(), its.begin(), its.end());
  }
  return faults;
}

}  // namespace courtesy::bench
