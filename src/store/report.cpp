#include "store/report.h"

#include "store/spans.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::string_view of_period = " WHERE a.account = $1 AND a.instant >= $2 AND a.instant < $3";
constexpr std::string_view with_attempts =
    " FROM appointment a JOIN attempt t ON t.account = a.account AND t.appointment = a.appointment";
constexpr std::string_view left_us = " AND t.state NOT IN ('intended', 'not_sent', 'refused', 'absent')";

constexpr hours counted_at_once{24 * 31};

std::string joined(std::initializer_list<std::string_view> pieces) {
  std::string sql;
  for (const auto piece : pieces) sql.append(piece);
  return sql;
}

std::string visits_by_sql(std::string_view key) {
  return joined(
      {"SELECT '', v.k, v.booking, v.answer, v.presence, v.told, v.reached, COUNT(*) FROM (SELECT a.appointment, ", key,
       " AS k, a.booking, a.answer, a.presence, a.told, MAX(CASE WHEN t.decided = 'reached'",
       " OR t.outcome IN ('heard', 'machine', 'delivered', 'sent') THEN 1 ELSE 0 END) AS reached", with_attempts,
       " AND t.start = a.start_key", of_period, left_us, " GROUP BY a.appointment, ", key,
       ", a.booking, a.answer, a.presence, a.told) v",
       " GROUP BY v.k, v.booking, v.answer, v.presence, v.told, v.reached"});
}

std::vector<VisitCount> read_visits(const Rows& rows) {
  std::vector<VisitCount> found;
  for (const auto& row : rows) {
    const Value& key = row[1];
    found.push_back({.date = row[0].text(),
                     .key = std::holds_alternative<std::int64_t>(key.raw()) ? std::to_string(key.number()) : key.text(),
                     .booking = parse_booking(row[2].text()).value(),
                     .answer = parse_answer(row[3].text()).value(),
                     .presence = parse_presence(row[4].text()).value(),
                     .told = parse_told(row[5].text()).value(),
                     .reached = row[6].number() != 0,
                     .visits = row[7].number()});
  }
  return found;
}

}  // namespace

Result<std::vector<VisitCount>> PeriodReport::visits() {
  static const std::string sql =
      joined({"SELECT substr(a.local, 1, 10), '', a.booking, a.answer, a.presence, a.told,",
              " CASE WHEN a.told = 'told' THEN 1 ELSE 0 END, COUNT(*) FROM appointment a", of_period,
              " GROUP BY substr(a.local, 1, 10), a.booking, a.answer, a.presence, a.told"});
  return read_visits(TRY(run_in_spans(unit_.db(), unit_.account(), from_, to_, counted_at_once, sql)));
}

Result<std::vector<VisitCount>> PeriodReport::visits_by(ReachedBy by) {
  static const std::string by_channel = visits_by_sql("t.channel");
  static const std::string by_rule = visits_by_sql("t.rule");
  const std::string& sql = by == ReachedBy::channel ? by_channel : by_rule;
  return read_visits(TRY(run_in_spans(unit_.db(), unit_.account(), from_, to_, counted_at_once, sql)));
}

Result<std::vector<AttemptCount>> PeriodReport::attempts() {
  static const std::string sql =
      joined({"SELECT substr(a.local, 1, 10), t.channel, t.rule, t.outcome, t.evidence, COUNT(*)", with_attempts,
              of_period, left_us, " GROUP BY substr(a.local, 1, 10), t.channel, t.rule, t.outcome, t.evidence"});
  std::vector<AttemptCount> found;
  for (const auto& row : TRY(run_in_spans(unit_.db(), unit_.account(), from_, to_, counted_at_once, sql)))
    found.push_back({.date = row[0].text(),
                     .channel = parse_channel(row[1].text()).value(),
                     .rule = row[2].id<RuleId>(),
                     .outcome = parse_attempt_outcome(row[3].text()).value(),
                     .evidence = parse_evidence(row[4].text()).value(),
                     .attempts = row[5].number()});
  return found;
}

}  // namespace courtesy
