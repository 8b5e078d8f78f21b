// For tests: an account with much behind it and much ahead, and which statements cost more there than in a small one.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "store/sqlite/test_house.h"

namespace courtesy {

constexpr int long_past = 2'000;

/// `long_past` clients of account 1, each with a visit that was called about, heard and recorded, and with one ahead
/// whose reminder waits. Ids go on from what is there. The ledger's rows are unchained: they are there to be passed
/// over.
inline void add_long_past(TestHouse& house) {
  const std::string_view statements[] = {
      "INSERT INTO client (account, client, name, number) SELECT 1, 10000 + n, 'Past ' || n,"
      " '+1646555' || (1000 + n) FROM number",
      "INSERT INTO appointment (account, appointment, source, uid, recurrence, sequence, client, local, zone, instant,"
      " authority, flag, start_key, booking) SELECT 1, 10000 + n, 'past', n, '', 0, 10000 + n, '2026-04-01T10:00:00',"
      " 'America/New_York', 1775052000000 + n, 'local', 'exact', '2026-04-01T10:00:00', 'booked' FROM number"
      " UNION ALL SELECT 1, 20000 + n, 'past', 'ahead' || n, '', 0, 10000 + n, '2027-04-01T10:00:00',"
      " 'America/New_York', 1806588000000 + n, 'local', 'exact', '2027-04-01T10:00:00', 'booked' FROM number",
      "INSERT INTO reminder (account, appointment, rule, channel, start, state, due, send_at, look_at, attempts)"
      " SELECT 1, 10000 + n, 1, 'call', '2026-04-01T10:00:00', 'done', 1774965600000, 1774965600000, 1774965600000, 1"
      " FROM number UNION ALL SELECT 1, 20000 + n, 1, 'call', '2027-04-01T10:00:00', 'waiting', 1806501600000,"
      " 1806501600000, 1806501600000, 0 FROM number",
      "INSERT INTO attempt (account, attempt, appointment, rule, channel, start, n, client, recipient, sender, text,"
      " secret, state, outcome, provider_id, intended_at, send_by, ended_at, node, epoch)"
      " SELECT 1, 10000 + n, 10000 + n, 1, 'call', '2026-04-01T10:00:00', 1, 10000 + n, '+1646555' || (1000 + n),"
      " '+12125550199', '', 's', 'ended', 'heard', 'past' || n, 1774965600000, 1774965605000, 1774965660000, 'past', 0"
      " FROM number",
      "INSERT INTO recipient_contact (recipient, at, account, attempt, client, start_local, start_instant, channel, "
      "due,"
      " state) SELECT recipient, intended_at, 1, attempt, client, start, intended_at, channel, intended_at, 'ended'"
      " FROM attempt WHERE attempt > 10000",
      "INSERT INTO ledger (account, seq, at, kind, code, appointment, attempt, channel)"
      " SELECT 1, 10000 + n, 1774965600000, 'callback', 'ended', 10000 + n, 10000 + n, 'call' FROM number",
      "INSERT INTO ledger_body (account, seq, body) SELECT 1, 10000 + n, '{}' FROM number",
      "UPDATE account SET ledger_seq = 20000 WHERE account = 1"};
  house.db->run("CREATE TABLE number (n INTEGER PRIMARY KEY)").value();
  house.db
      ->run(
          "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < $1) INSERT INTO number SELECT n "
          "FROM c",
          {long_past})
      .value();
  for (const auto& sql : statements) house.db->run(sql).value();
  house.db->run("DROP TABLE number").value();
}

/// The statements of `large` that cost much more than they did in `small`, or that small never ran and cost as much as
/// a walk through the past would. None is what is wanted.
inline std::vector<std::string> grown(const SqliteDb& small, const SqliteDb& large) {
  std::map<std::string, std::int64_t> before;
  for (const auto& one : small.costs()) before[one.sql] = one.most_steps;
  std::vector<std::string> dear;
  for (const auto& one : large.costs()) {
    if (one.most_steps > 2 * before[one.sql] + long_past / 2)
      dear.push_back(std::to_string(one.most_steps) + " steps instead of " + std::to_string(before[one.sql]) + ": " +
                     one.sql);
  }
  return dear;
}

}  // namespace courtesy
