#include "store/rules.h"

#include <fmt/format.h>

#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::string_view columns =
    "rule, channel, kind, minutes, days, time, zone, shift, min_lead, max_lateness, content, machines, created_at, "
    "retired_at";

struct StoredOffset {
  std::string kind;
  std::int64_t minutes = 0;
  int days = 0;
  std::int64_t time = 0;
};

StoredOffset write(const Offset& offset) {
  if (const auto* elapsed = std::get_if<ElapsedBefore>(&offset)) return {"elapsed_before", elapsed->time.count()};
  if (const auto* same = std::get_if<DaysBeforeSameTime>(&offset)) return {"days_before_same_time", 0, same->days};
  if (const auto* business = std::get_if<BusinessDaysBeforeAt>(&offset))
    return {"business_days_before_at", 0, business->days, business->time.count()};
  const auto& at = std::get<DaysBeforeAt>(offset);
  return {"days_before_at", 0, at.days, at.time.count()};
}

Offset read_offset(const StoredOffset& stored) {
  if (stored.kind == "elapsed_before") return ElapsedBefore{minutes{stored.minutes}};
  if (stored.kind == "days_before_same_time") return DaysBeforeSameTime{stored.days};
  if (stored.kind == "business_days_before_at")
    return BusinessDaysBeforeAt{.days = stored.days, .time = minutes{stored.time}, .open = {}, .closed_dates = {}};
  return DaysBeforeAt{stored.days, minutes{stored.time}};
}

std::string_view word(RuleZone zone) { return zone == RuleZone::client ? "client" : "appointment"; }
std::string_view word(Shift shift) {
  switch (shift) {
    case Shift::none: return "none";
    case Shift::later: return "later";
    case Shift::earlier: return "earlier";
  }
  return "none";
}

Shift read_shift(const std::string& text) {
  if (text == "later") return Shift::later;
  return text == "earlier" ? Shift::earlier : Shift::none;
}

StoredRule read(const Row& row) {
  return {.rule = {.id = row[0].id<RuleId>(),
                   .channel = parse_channel(row[1].text()).value(),
                   .offset = read_offset(
                       {row[2].text(), row[3].number(), static_cast<int>(row[4].number()), row[5].number()}),
                   .zone = row[6].text() == "client" ? RuleZone::client : RuleZone::appointment,
                   .shift = read_shift(row[7].text()),
                   .min_lead = minutes{row[8].number()},
                   .max_lateness = minutes{row[9].number()},
                   .content = row[10].text(),
                   .machines = parse_machines(row[11].text()).value_or(Machines::ask_first_repeat)},
          .created_at = row[12].instant(),
          .retired = !row[13].null()};
}

Error no_such_rule(Unit& unit, RuleId rule) {
  return {ErrorCode::not_found, fmt::format("there is no rule {} in account {}", rule.value(), unit.account().value())};
}

}  // namespace

Result<RuleId> Rules::add(const Rule& rule) {
  const StoredOffset offset = write(rule.offset);
  const Rows rows = TRY(
      unit_.db().run("INSERT INTO rule (account, rule, channel, kind, minutes, days, time, zone, shift, min_lead, "
                     "max_lateness, content, machines, created_at)"
                     " VALUES ($1, (SELECT COALESCE(MAX(rule), 0) + 1 FROM rule WHERE account = $1), $2, $3, $4, "
                     "$5, $6, $7, $8, $9, $10, $11, $12, $13)"
                     " RETURNING rule",
                     {unit_.account(), to_string(rule.channel), offset.kind, offset.minutes, offset.days, offset.time,
                      word(rule.zone), word(rule.shift), std::int64_t{rule.min_lead.count()},
                      std::int64_t{rule.max_lateness.count()}, rule.content, to_string(rule.machines), unit_.now()}));
  return rows[0][0].id<RuleId>();
}

Result<int> Rules::retire(RuleId rule) {
  const Rows retired = TRY(unit_.db().run(
      "UPDATE rule SET retired_at = $3 WHERE account = $1 AND rule = $2 AND retired_at IS NULL RETURNING rule",
      {unit_.account(), rule, unit_.now()}));
  if (retired.empty()) return no_such_rule(unit_, rule);
  const Rows withdrawn =
      TRY(unit_.db().run("UPDATE reminder SET state = 'withdrawn', reason = 'discarded', held_at = NULL"
                         " WHERE account = $1 AND rule = $2 AND state IN ('waiting', 'held') RETURNING 1",
                         {unit_.account(), rule}));
  return static_cast<int>(withdrawn.size());
}

Result<void> Rules::restore(RuleId rule) {
  const Rows rows =
      TRY(unit_.db().run("SELECT retired_at FROM rule WHERE account = $1 AND rule = $2", {unit_.account(), rule}));
  if (rows.empty()) return no_such_rule(unit_, rule);
  if (rows[0][0].null()) return Error{ErrorCode::conflict, "the rule is in force already"};
  TRY(unit_.db().run("UPDATE rule SET retired_at = NULL WHERE account = $1 AND rule = $2", {unit_.account(), rule}));
  return {};
}

Result<std::map<RuleId, int>> Rules::waiting() {
  std::map<RuleId, int> found;
  for (const Row& row :
       TRY(unit_.db().run("SELECT u.rule, COUNT(r.rule) FROM rule u LEFT JOIN reminder r"
                          " ON r.account = u.account AND r.rule = u.rule AND r.state IN ('waiting', 'held')"
                          " WHERE u.account = $1 AND u.retired_at IS NULL GROUP BY u.rule",
                          {unit_.account()})))
    found[row[0].id<RuleId>()] = static_cast<int>(row[1].number());
  return found;
}

Result<std::vector<StoredRule>> Rules::active() {
  static const std::string sql = std::string("SELECT ").append(columns).append(
      " FROM rule WHERE account = $1 AND retired_at IS NULL ORDER BY rule");
  std::vector<StoredRule> rules;
  for (const auto& row : TRY(unit_.db().run(sql, {unit_.account()}))) rules.push_back(read(row));
  return rules;
}

namespace {
const std::string& select_one() {
  static const std::string sql =
      std::string("SELECT ").append(columns).append(" FROM rule WHERE account = $1 AND rule = $2");
  return sql;
}
}  // namespace

Result<void> Rules::foresee(std::span<const Due> due) {
  std::vector<Value> rows;
  for (const auto& one : due) rows.insert(rows.end(), {unit_.account(), one.key.rule});
  return unit_.db().foresee(select_one(), 2, rows);
}

Result<StoredRule> Rules::get(RuleId rule) {
  if (const StoredRule* known = remembered_.find(rule)) return *known;
  const Rows rows = TRY(unit_.db().run(select_one(), {unit_.account(), rule}));
  if (rows.empty()) return no_such_rule(unit_, rule);
  StoredRule found = read(rows[0]);
  remembered_.keep(rule, found);
  return found;
}

}  // namespace courtesy
