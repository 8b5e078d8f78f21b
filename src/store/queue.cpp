#include "store/queue.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "store/appointments.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::string_view of_key =
    " WHERE account = $1 AND appointment = $2 AND rule = $3 AND channel = $4 AND start = $5";

/// True of a reminder of which no attempt has reached, or may have reached, somebody; but for one in doubt after which
/// it was decided to try again.
constexpr std::string_view unheard_of =
    " AND NOT EXISTS (SELECT 1 FROM attempt t WHERE t.account = $1 AND t.appointment = $2 AND t.rule = $3"
    " AND t.channel = $4 AND t.start = $5 AND t.state NOT IN ('not_sent', 'refused') AND t.decided <> 'again')";

std::vector<Value> key_values(const Unit& unit, const ReminderKey& key) {
  return {unit.account(), key.appointment, key.rule, to_string(key.channel), key.start};
}

ReminderKey read_key(const Row& row) {
  return {row[0].id<AppointmentId>(), row[1].id<RuleId>(), parse_channel(row[2].text()).value(), row[3].text()};
}

std::string select_rows(std::string_view which) {
  return std::string(
             "SELECT appointment, rule, channel, start, state, due, send_at, look_at, reason, attempts, held_at,"
             " approved_at FROM reminder WHERE account = $1 AND ")
      .append(which)
      .append(" ORDER BY due, appointment, rule, channel, start");
}

std::vector<ReminderRow> read_rows(const Rows& rows) {
  std::vector<ReminderRow> found;
  for (const Row& row : rows) {
    found.push_back({.key = read_key(row),
                     .state = parse_reminder_state(row[4].text()).value(),
                     .due = row[5].instant(),
                     .send_at = row[6].instant(),
                     .look_at = row[7].instant(),
                     .reason = parse_reason(row[8].text()).value_or(Reason::none),
                     .attempts = static_cast<int>(row[9].number()),
                     .held_at = row[10].maybe_instant(),
                     .approved_at = row[11].maybe_instant()});
  }
  return found;
}

/// In one statement, of those that are planned together.
constexpr std::size_t rows_at_once = 64;
constexpr std::size_t row_width = 9;

/// Adds so many that are not there yet, and returns the keys of those.
std::string insert_of(std::size_t rows) {
  std::string sql =
      "INSERT INTO reminder (account, appointment, rule, channel, start, due, send_at, look_at, state, reason) VALUES ";
  for (std::size_t row = 0; row < rows; ++row) {
    const std::size_t at = row * row_width;
    sql += fmt::format("{}(${}, ${}, ${}, ${}, ${}, ${}, ${}, ${}, ${}, ${})", row == 0 ? "" : ", ", at + 1, at + 2,
                       at + 3, at + 4, at + 5, at + 6, at + 7, at + 7, at + 8, at + 9);
  }
  return sql + " ON CONFLICT DO NOTHING RETURNING account, appointment, rule, channel, start";
}

struct ByKey {
  bool operator()(const Row& a, const Row& b) const {
    return std::ranges::lexicographical_compare(a, b, {}, &Value::raw, &Value::raw);
  }
};
using Keys = std::set<Row, ByKey>;

/// At most `rows_at_once`.
Result<Keys> add(Unit& unit, std::span<const Planned> some) {
  static const std::string one_row = insert_of(1);
  static const std::string many_rows = insert_of(rows_at_once);
  std::vector<Value> values;
  values.reserve(some.size() * row_width);
  for (const auto& one : some) {
    auto key = key_values(unit, one.key);
    std::ranges::move(key, std::back_inserter(values));
    values.insert(values.end(), {one.due, one.send_at, to_string(one.state), to_string(one.reason)});
  }
  Rows added = TRY(some.size() == rows_at_once ? unit.db().run(many_rows, values)
                                               : unit.db().run_each(one_row, row_width, values));
  return Keys(std::move_iterator(added.begin()), std::move_iterator(added.end()));
}

constexpr std::string_view due_columns =
    "SELECT r.appointment, r.rule, r.channel, r.start, a.client,"
    " CASE r.channel WHEN 'email' THEN c.email ELSE c.number END, r.due, r.send_at, r.attempts,"
    " r.approved_at FROM reminder r"
    " JOIN appointment a ON a.account = r.account AND a.appointment = r.appointment"
    " JOIN client c ON c.account = a.account AND c.client = a.client";

Due read_due(const Row& row) {
  return {.key = read_key(row),
          .client = row[4].id<ClientId>(),
          .recipient = row[5].text(),
          .due = row[6].instant(),
          .send_at = row[7].instant(),
          .attempts = static_cast<int>(row[8].number()),
          .approved = !row[9].null()};
}

/// From when on a held one is of no use any more.
Result<Instant> over_at(Unit& unit, const ReminderKey& key) {
  const Rows rows = TRY(
      unit.db().run("SELECT a.instant - u.min_lead * 60000 + 1 FROM appointment a JOIN rule u ON u.account = a.account"
                    " WHERE a.account = $1 AND a.appointment = $2 AND u.rule = $3",
                    {unit.account(), key.appointment, key.rule}));
  if (rows.empty()) return Error{ErrorCode::not_found, "no such appointment or rule"};
  return rows[0][0].instant();
}

}  // namespace

Result<int> Queue::leave_out_told(RuleId rule, RuleId replaced) {
  const auto dropped = TRY(unit_.db().change(
      "UPDATE reminder SET state = 'dropped', reason = 'already_told' WHERE account = $1 AND rule = $2"
      " AND state = 'waiting' AND EXISTS (SELECT 1 FROM reminder o WHERE o.account = reminder.account"
      " AND o.appointment = reminder.appointment AND o.rule = $3 AND o.start = reminder.start"
      " AND (o.state IN ('intended', 'done') OR (o.state = 'dropped' AND o.reason = 'already_told')))",
      std::array<Value, 3>{unit_.account(), rule, replaced}));
  return static_cast<int>(dropped);
}

Result<int> Queue::plan(std::span<const Planned> planned) {
  static const std::string revive =
      std::string(
          "UPDATE reminder SET state = 'waiting', reason = 'none', due = $6, send_at = $7,"
          " look_at = $7, approved_at = NULL")
          .append(of_key)
          .append(" AND state = 'withdrawn'")
          .append(unheard_of);
  // The same start at another instant, as in a zone that was corrected: it is due at another time, and what it waited
  // for before (a release from a stop, say) brings it forward no more.
  // One that is held was held as it was: at its other time it is judged anew. So is one that was too late by the other.
  static const std::string again =
      std::string(
          "UPDATE reminder SET state = 'waiting', reason = 'none', due = $6, send_at = $7, look_at = $7,"
          " held_at = NULL, approved_at = NULL")
          .append(of_key)
          .append(" AND state IN ('waiting', 'held') AND due <> $6");
  static const std::string in_time =
      std::string("UPDATE reminder SET state = 'waiting', reason = 'none', due = $6, send_at = $7, look_at = $7")
          .append(of_key)
          .append(
              " AND state = 'dropped' AND reason IN ('too_late', 'no_hours_left', 'due_before_saved') AND due <> $6")
          .append(unheard_of);
  // One that is on its way, or failed, and may come back: it waits for the new time then.
  static const std::string meanwhile = std::string("UPDATE reminder SET due = $6, send_at = $7")
                                           .append(of_key)
                                           .append(" AND state IN ('intended', 'failed') AND due <> $6");
  int waiting = 0;
  for (std::size_t at = 0; at < planned.size(); at += rows_at_once) {
    const auto some = planned.subspan(at, std::min(rows_at_once, planned.size() - at));
    auto added = TRY(add(unit_, some));
    for (const auto& one : some) {
      const bool is_new = added.erase(key_values(unit_, one.key)) > 0;
      if (one.state != ReminderState::waiting) continue;
      if (is_new) {
        ++waiting;
        continue;
      }
      std::vector<Value> values = key_values(unit_, one.key);
      values.insert(values.end(), {one.due, one.send_at});
      waiting += static_cast<int>(TRY(unit_.db().change(revive, values)));
      waiting += static_cast<int>(TRY(unit_.db().change(in_time, values)));
      TRY(unit_.db().run(again, values));
      TRY(unit_.db().run(meanwhile, values));
    }
  }
  return waiting;
}

Result<std::vector<Planned>> Queue::move(std::span<const Planned> planned) {
  static const std::string sql =
      std::string(
          "UPDATE reminder SET state = 'waiting', reason = 'none', due = $6, send_at = $7, look_at = $7,"
          " held_at = NULL")
          .append(of_key)
          .append(
              " AND approved_at IS NULL AND (state IN ('waiting', 'held') OR (state = 'dropped' AND reason IN"
              " ('too_late', 'no_hours_left', 'closed_day', 'due_before_saved')))")
          .append(unheard_of);
  std::vector<Planned> moved;
  for (const auto& one : planned) {
    std::vector<Value> values = key_values(unit_, one.key);
    values.insert(values.end(), {one.due, one.send_at});
    if (TRY(unit_.db().change(sql, values)) > 0) moved.push_back(one);
  }
  return moved;
}

Result<int> Queue::withdraw(AppointmentId appointment, const std::string& start, Reason reason) {
  return static_cast<int>(TRY(
      unit_.db().change("UPDATE reminder SET state = 'withdrawn', reason = $4 WHERE account = $1 AND appointment = $2"
                        " AND start <> $3 AND state IN ('waiting', 'held')",
                        {unit_.account(), appointment, start, to_string(reason)})));
}

namespace {

const std::string& select_due() {
  static const std::string sql =
      std::string(due_columns)
          .append(
              " WHERE r.account = $1 AND r.state = 'waiting' AND r.look_at <= $2"
              " ORDER BY r.look_at, r.appointment, r.rule, r.channel, r.start LIMIT $3 {SKIP LOCKED}");
  return sql;
}

const std::string& select_waiting() {
  // The sign keeps SQLite from walking all that waits: it takes the index of those that wait for a place, in its order.
  static const std::string sql =
      std::string(due_columns)
          .append(
              " WHERE r.account = $1 AND r.state = 'waiting' AND r.reason IN ('line_pace', 'probation')"
              " AND r.channel = $2 AND +r.look_at > $3 ORDER BY r.send_at, r.appointment, r.rule, r.start LIMIT $4");
  return sql;
}

std::vector<Due> read_all_due(const Rows& rows) {
  std::vector<Due> due;
  for (const auto& row : rows) due.push_back(read_due(row));
  return due;
}

}  // namespace

Result<void> Queue::foresee_look(int limit) {
  const Value asked[] = {unit_.account(), unit_.now(), limit};
  return unit_.db().foresee(select_due(), std::size(asked), asked);
}

Result<std::vector<Due>> Queue::look(int limit) {
  return read_all_due(TRY(unit_.db().run(select_due(), {unit_.account(), unit_.now(), limit})));
}

Result<void> Queue::foresee_waiting(Channel channel, int limit) {
  const Value asked[] = {unit_.account(), to_string(channel), unit_.now(), limit};
  return unit_.db().foresee(select_waiting(), std::size(asked), asked);
}

Result<std::vector<Due>> Queue::waiting_longest(Channel channel, int limit) {
  return read_all_due(TRY(unit_.db().run(select_waiting(), {unit_.account(), to_string(channel), unit_.now(), limit})));
}

Result<Due> Queue::get(const ReminderKey& key) {
  static const std::string sql =
      std::string(due_columns)
          .append(
              " WHERE r.account = $1 AND r.appointment = $2 AND r.rule = $3 AND r.channel = $4"
              " AND r.start = $5");
  const Rows rows = TRY(unit_.db().run(sql, key_values(unit_, key)));
  if (rows.empty()) return Error{ErrorCode::not_found, "no such reminder"};
  return read_due(rows[0]);
}

Result<void> Queue::record(std::span<const Verdict> verdicts) {
  static const std::string sql = std::string(
                                     "UPDATE reminder SET state = $6, reason = $7, look_at = $8, send_at = $9,"
                                     " attempts = attempts + $10, held_at = $11, carried_by = $12")
                                     .append(of_key)
                                     .append(" AND state = 'waiting'");
  constexpr std::size_t width = 12;
  std::vector<Value> rows;
  rows.reserve(verdicts.size() * width);
  for (const auto& [due, decision, carried_by] : verdicts) {
    const ReminderState state = state_after(decision);
    const bool held = state == ReminderState::held;
    const bool deferred = decision.kind == DecisionKind::defer;
    const Instant look_at = deferred ? decision.until : held ? TRY(over_at(unit_, due.key)) : due.send_at;
    const Instant send_at = deferred && moves_send_time(decision.reason) ? decision.until : due.send_at;
    std::ranges::move(key_values(unit_, due.key), std::back_inserter(rows));
    rows.insert(rows.end(), {to_string(state), to_string(decision.reason), look_at, send_at,
                             decision.kind == DecisionKind::allow ? 1 : 0, held ? Value(unit_.now()) : Value(),
                             carried_by ? Value(carried_by) : Value()});
  }
  return unit_.db().change_exactly(sql, width, rows, "a reminder was no longer waiting");
}

Result<void> Queue::settle(const ReminderKey& key, ReminderState state, Reason reason, std::optional<Instant> look_at) {
  static const std::string over =
      std::string(
          "UPDATE reminder SET state = $6, reason = $7,"
          " look_at = CASE WHEN send_at > $8 THEN send_at ELSE COALESCE($8, look_at) END")
          .append(of_key)
          .append(
              " AND (state = 'intended' OR (state = 'failed' AND $6 = 'done') OR (state = 'done' AND $6 = 'failed'"
              " AND NOT EXISTS (SELECT 1 FROM attempt t WHERE t.account = $1 AND t.appointment = $2 AND t.rule = $3"
              " AND t.channel = $4 AND t.start = $5 AND t.outcome IN ('heard', 'machine', 'delivered', 'sent'))))");
  static const std::string again = over + std::string(unheard_of);
  std::vector<Value> values = key_values(unit_, key);
  values.insert(values.end(), {to_string(state), to_string(reason), Value(look_at)});
  TRY(unit_.db().run(state == ReminderState::waiting ? again : over, values));
  return {};
}

Result<void> Queue::again(const ReminderKey& key, Approval approval) {
  static const std::string sql = std::string(
                                     "UPDATE reminder SET state = 'waiting', reason = 'none',"
                                     " look_at = CASE WHEN send_at > $6 THEN send_at ELSE $6 END,"
                                     " approved_at = COALESCE($7, approved_at)")
                                     .append(of_key)
                                     .append(" AND state = 'failed'");
  std::vector<Value> values = key_values(unit_, key);
  values.insert(values.end(), {unit_.now(), approval == Approval::by_a_person ? Value(unit_.now()) : Value()});
  if (TRY(unit_.db().change(sql, values)) > 0) return {};
  return Error{ErrorCode::conflict, "this reminder is not to be sent any more: its appointment is another by now"};
}

namespace {

/// `set` for the one reminder that `as_it_is` holds of; $6 is now.
Result<void> set_one(Unit& unit, const ReminderKey& key, std::string_view set, std::string_view as_it_is) {
  const std::string sql = fmt::format("UPDATE reminder SET {}{} AND {}", set, std::string_view(of_key), as_it_is);
  std::vector<Value> values = key_values(unit, key);
  values.emplace_back(unit.now());
  if (TRY(unit.db().change(sql, values)) > 0) return {};
  return Error{ErrorCode::conflict, "this reminder is not as it was when you looked: read the appointment again"};
}

}  // namespace

Result<void> Queue::hasten(const ReminderKey& key) {
  return set_one(unit_, key, "send_at = $6, look_at = $6", "state = 'waiting'");
}

Result<void> Queue::leave_out(const ReminderKey& key) {
  return set_one(unit_, key, "state = 'dropped', reason = 'discarded', held_at = NULL, look_at = $6",
                 "state IN ('waiting', 'held')");
}

Result<void> Queue::take_in_again(const ReminderKey& key) {
  return set_one(unit_, key,
                 "state = 'waiting', reason = 'none',"
                 " look_at = CASE WHEN send_at > $6 THEN send_at ELSE $6 END",
                 "state = 'dropped' AND reason = 'discarded'");
}

Result<void> Queue::take_back(const ReminderKey& key) {
  static const std::string sql = std::string("UPDATE reminder SET state = 'intended', reason = 'none'")
                                     .append(of_key)
                                     .append(" AND state IN ('waiting', 'held', 'failed')");
  TRY(unit_.db().run(sql, key_values(unit_, key)));
  return {};
}

Result<void> Queue::unmerge(AttemptId attempt, Instant look_at) {
  TRY(
      unit_.db().run("UPDATE reminder SET state = 'waiting', reason = 'none', carried_by = NULL, look_at = $3"
                     " WHERE account = $1 AND carried_by = $2 AND state = 'merged'",
                     {unit_.account(), attempt, look_at}));
  return {};
}

Result<std::vector<ReminderRow>> Queue::of(AppointmentId appointment) {
  static const std::string sql = select_rows("appointment = $2");
  return read_rows(TRY(unit_.db().run(sql, {unit_.account(), appointment})));
}

Result<std::vector<ReminderRow>> Queue::of_visits(Instant from, Instant to) {
  static const std::string sql = select_rows(of_visits_between);
  return read_rows(TRY(unit_.db().run(sql, {unit_.account(), from, to})));
}

Result<Reason> Queue::reason_of(const ReminderKey& key) {
  static const std::string sql = std::string("SELECT reason FROM reminder").append(of_key);
  const Rows rows = TRY(unit_.db().run(sql, key_values(unit_, key)));
  if (rows.empty()) return Error{ErrorCode::not_found, "no such reminder"};
  return parse_reason(rows[0][0].text()).value_or(Reason::none);
}

Result<bool> Queue::exhausted(AppointmentId appointment, const std::string& start) {
  const Rows rows =
      TRY(unit_.db().run("SELECT 1 FROM reminder WHERE account = $1 AND appointment = $2 AND start = $3"
                         " AND state IN ('waiting', 'intended') LIMIT 1",
                         {unit_.account(), appointment, start}));
  return rows.empty();
}

}  // namespace courtesy
