// What it costs to count a year of a busy account, and to show six weeks that are full.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "api/days.h"
#include "api/reports.h"
#include "benches.h"
#include "house.h"

namespace courtesy::bench {
namespace {

constexpr int visits_a_day = 200;
constexpr int days_behind = 365;
constexpr int days_ahead = 45;
constexpr int times_asked = 21;

/// 200 visits on each day, two thirds of them with one call, a third with a call and a text; those ahead with a
/// reminder that waits; each with eight rows in the ledger.
void fill(TestHouse& house) {
  const Instant first = house.time.now() - hours{24 * days_behind};
  const int visits = visits_a_day * (days_behind + days_ahead);
  const auto run = [&](const std::string& sql, std::initializer_list<Value> values) {
    house.db->run(sql, values).value();
  };
  INVARIANT(house.db->begin().ok());
  run("INSERT INTO client (account, client, name, number) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM "
      "n"
      " WHERE i < 10000) SELECT 1, i, 'Client ' || i, printf('+1212555%04d', i % 10000) FROM n",
      {});
  run("INSERT INTO appointment (account, appointment, source, uid, recurrence, sequence, client, local, zone, instant,"
      " authority, flag, start_key, booking, answer, presence, told) WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL"
      " SELECT i + 1 FROM n WHERE i + 1 < $1), v AS (SELECT i, $2 + (i / $3) * 86400000 + (i % $3) * 120000 AS at FROM "
      "n)"
      " SELECT 1, i + 1, 'bench', i, '', 0, i % 10000 + 1, strftime('%Y-%m-%dT%H:%M', at / 1000, 'unixepoch'),"
      " 'America/New_York', at, 'local', 'exact', strftime('%Y-%m-%dT%H:%M', at / 1000, 'unixepoch'), 'booked',"
      " CASE WHEN at > $4 THEN 'none' WHEN i % 3 = 0 THEN 'confirmed' WHEN i % 11 = 0 THEN 'cancelled' ELSE 'none' END,"
      " CASE WHEN at > $4 THEN 'unknown' WHEN i % 17 = 0 THEN 'no_show' ELSE 'showed' END,"
      " CASE WHEN at > $4 THEN 'nothing_yet' WHEN i % 9 = 0 THEN 'failed' ELSE 'told' END FROM v",
      {visits, first, visits_a_day, house.time.now()});
  const std::string attempt =
      "INSERT INTO attempt (account, attempt, appointment, rule, channel, start, n, client, recipient, sender, text,"
      " secret, state, outcome, evidence, intended_at, send_by, node, epoch) SELECT 1, ";
  run(attempt +
          "appointment, appointment, 1, 'call', start_key, 1, client, '', '', '', 's', 'ended', CASE appointment % 4"
          " WHEN 0 THEN 'machine' WHEN 1 THEN 'no_answer' ELSE 'heard' END, CASE appointment % 8 WHEN 0 THEN 'beep'"
          " ELSE 'none' END, instant, 0, 'bench', 1 FROM appointment WHERE instant < $1",
      {house.time.now()});
  run(attempt +
          "1000000 + appointment, appointment, 2, 'text', start_key, 1, client, '', '', 'A text of some length that was"
          " sent to the client', 's', 'ended', 'delivered', 'none', instant, 0, 'bench', 1 FROM appointment"
          " WHERE instant < $1 AND appointment % 3 = 0",
      {house.time.now()});
  run("INSERT INTO reminder (account, appointment, rule, channel, start, state, due, send_at, look_at) SELECT 1,"
      " appointment, 1, 'call', start_key, 'waiting', instant, instant, instant FROM appointment WHERE instant >= $1",
      {house.time.now()});
  run("INSERT INTO ledger (account, seq, at, kind, code, appointment) SELECT 1, 1000 + a.appointment * 8 + k.k, "
      "a.instant,"
      " 'planned', 'planned', a.appointment FROM appointment a, (SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2"
      " UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7) k",
      {});
  INVARIANT(house.db->commit() == CommitEnding::committed);
}

template <typename Question>
std::pair<double, double> median_and_most(Question question) {
  std::vector<double> durations;
  for (int i = 0; i < times_asked; ++i) {
    const Stopwatch watch;
    question();
    durations.push_back(watch.seconds());
  }
  return {percentile(durations, 0.5), percentile(durations, 1)};
}

}  // namespace

Faults report(const std::string& folder) {
  using boost::json::object;
  TestHouse house(fresh_file(folder, "report.db"));
  fill(house);
  house.db->forget_costs();
  const LocalDate today = parse_date("2026-05-12").value();
  const api::Days year{today - std::chrono::days{days_behind}, today};
  Faults faults;
  const auto told = [&](const std::string& what, const std::function<Result<object>(Unit&)>& question) {
    object answer;
    const auto [median, most] = median_and_most([&] { answer = house.read<object>(question); });
    tell(what, fmt::format("{}, at most {}", duration(median), duration(most)));
    return answer;
  };
  for (const auto by : {api::ReportBy::weekday, api::ReportBy::month, api::ReportBy::channel, api::ReportBy::rule}) {
    const object page = told(fmt::format("a year by {}", api::word_of(by)),
                             [&](Unit& unit) { return api::report_page(unit, {.days = year, .by = by}); });
    const auto visits = page.at("total").at("visits").as_int64();
    if (visits < visits_a_day * days_behind) faults.push_back(fmt::format("a report of {} visits only", visits));
  }
  const api::Days six_weeks{today, today + std::chrono::days{41}};
  told("six weeks of days, all ahead", [&](Unit& unit) { return api::days_page(unit, six_weeks); });
  told("a week with its visits", [&](Unit& unit) {
    return api::days_page(unit, {today, today + std::chrono::days{6}});
  });
  std::int64_t steps = 0;
  for (const auto& statement : house.db->costs()) steps = std::max<std::int64_t>(steps, statement.most_steps);
  tell("  steps of SQLite for the dearest statement", std::to_string(steps));
  return faults;
}

}  // namespace courtesy::bench
