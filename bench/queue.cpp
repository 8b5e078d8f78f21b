// courtesy_bench_queue COMMAND …: a durable queue's work, as tools/bench_queue.py asks for it, beside other queues.
//
// house FILE ACCOUNTS CLIENTS WEEKS       a house whose clients are all due at one moment, with weeks of visits behind
// them ahead WHERE REMINDERS                   as many reminders more, two days ahead and later spread WHERE SECONDS
// the clients due one after the other instead, so far apart drain WHERE NODE SINCE SPREAD           sends what is due;
// SINCE: when (s, Unix) the moment was on this machine's clock plan WHERE REMINDERS KEYS A_UNIT UNITS  reminders of
// appointments that are there import WHERE REMINDERS KEYS A_UNIT UNITS  the same from the booking on rows FILE ROWS
// A_COMMIT                 unique rows of SQLite alone
#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

#include "node.h"
#include "queue_commands.h"

using namespace courtesy;
using namespace courtesy::bench;

namespace {

/// Of a spread house nobody is due before the workers have begun.
constexpr seconds head_start{3};
constexpr int ahead_accounts = 20;

milliseconds as_millis(double some_seconds) { return milliseconds{std::llround(some_seconds * 1e3)}; }

void refresh(Node& node, std::int64_t accounts) {
  for (std::int64_t i = 1; i <= accounts; ++i)
    node.write(AccountId(i), [](Unit& unit) { return unit.accounts().refresh_next(); });
}

std::int64_t accounts_of(Db& db) { return db.run("SELECT MAX(account) FROM account").value()[0][0].number(); }

int house(const std::string& file, int accounts, int clients, int weeks) {
  BusyHouse made(file, accounts, clients);
  made.add_history(weeks);
  return 0;
}

int ahead(const std::string& where, int reminders) {
  const auto db = open_database(where);
  const std::int64_t accounts = std::min<std::int64_t>(ahead_accounts, accounts_of(*db));
  const std::int64_t first = to_millis(due_hour + hours{48});
  const std::string numbers = on_server(where)
                                  ? "SELECT n FROM generate_series(0, $4 - 1) AS numbers(n)"
                                  : "WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE "
                                    "n + 1 < $4) SELECT n FROM numbers";
  INVARIANT(db->begin().ok());
  for (std::int64_t account = 1; account <= accounts; ++account) {
    db->run(
          "INSERT INTO reminder (account, appointment, rule, channel, start, state, due, send_at, look_at)"
          " SELECT $1, 1, 1, 'call', $2 || n, 'waiting', $3 + n * 60000, $3 + n * 60000, $3 + n * 60000 FROM (" +
              numbers + ") AS ahead",
          {AccountId(account), "ahead ", first, reminders / accounts})
        .value();
  }
  INVARIANT(db->commit() == CommitEnding::committed);
  if (on_server(where)) db->run("VACUUM ANALYZE reminder").value();
  return 0;
}

int spread(const std::string& where, double apart) {
  const auto db = open_database(where);
  const std::int64_t accounts = accounts_of(*db);
  const std::int64_t clients = db->run("SELECT COUNT(*) FROM client WHERE account = 1").value()[0][0].number();
  db->run(
        "UPDATE reminder SET due = $1 + ((account - 1) * $2 + appointment - 1) * $3,"
        " send_at = $1 + ((account - 1) * $2 + appointment - 1) * $3,"
        " look_at = $1 + ((account - 1) * $2 + appointment - 1) * $3 WHERE appointment <= $2 AND state = 'waiting'",
        {to_millis(due_hour + head_start), clients, as_millis(apart).count()})
      .value();
  Node node(where, "spread", due_hour);
  refresh(node, accounts);
  return 0;
}

int run(const std::vector<std::string>& words) {
  const auto number = [&](std::size_t at) { return std::stoi(words.at(at)); };
  const std::string& command = words.at(0);
  const std::string& where = words.at(1);
  if (command == "house") return house(where, number(2), number(3), number(4));
  if (command == "ahead") return ahead(where, number(2));
  if (command == "spread") return spread(where, std::stod(words.at(2)));
  if (command == "rows") return insert_rows(where, number(2), number(3));
  if (command == "plan" || command == "import") {
    return plan(where, {.reminders = number(2),
                        .keys = number(3),
                        .a_unit = number(4),
                        .units = number(5),
                        .import = command == "import"});
  }
  if (command != "drain") throw std::out_of_range(command);
  const std::chrono::duration<double> unix_now = std::chrono::system_clock::now().time_since_epoch();
  return drain(where, words.at(2), due_hour + as_millis(unix_now.count() - std::stod(words.at(3))),
               std::stod(words.at(4)));
}

}  // namespace

namespace courtesy::bench {
Instant due_of(int i, double spread) { return spread > 0 ? due_hour + head_start + i * as_millis(spread) : due_hour; }
}  // namespace courtesy::bench

int main(int count, char** words) {
  try {
    return run({words + 1, words + count});
  } catch (const std::logic_error&) {
    return fmt::print(stderr, "courtesy_bench_queue COMMAND …; see bench/queue.cpp\n"), 2;
  }
}
