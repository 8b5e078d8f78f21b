#include "store/attempts.h"

#include "store/appointments.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::string_view columns =
    "attempt, appointment, rule, channel, start, n, client, recipient, sender, text, secret, state, outcome, "
    "provider_id, code,"
    " flow, flow_hash, language, position, step, silenced, intended_at, send_by, ended_at, look_at, looks, call_offs, "
    "decided, machines, evidence, path";

std::string select(std::string_view rest) {
  return std::string("SELECT ").append(columns).append(" FROM attempt WHERE account = $1 ").append(rest);
}

Attempt read(Row row) {
  Attempt found;
  found.id = row[0].id<AttemptId>();
  found.reminder = {row[1].id<AppointmentId>(), row[2].id<RuleId>(), parse_channel(row[3].text()).value(),
                    row[4].take()};
  found.n = static_cast<int>(row[5].number());
  found.client = row[6].id<ClientId>();
  found.recipient = row[7].take();
  found.sender = row[8].take();
  found.text = row[9].take();
  found.secret = row[10].take();
  found.state = parse_attempt_state(row[11].text()).value();
  found.outcome = parse_attempt_outcome(row[12].text()).value();
  found.provider_id = row[13].take();
  found.code = row[14].take();
  found.flow = row[15].take();
  found.flow_hash = row[16].take();
  found.language = row[17].take();
  found.position = row[18].take();
  found.step = row[19].number();
  found.silenced = parse_reason(row[20].text()).value_or(Reason::none);
  found.intended_at = row[21].instant();
  found.send_by = row[22].instant();
  found.ended_at = row[23].maybe_instant();
  found.look_at = row[24].maybe_instant();
  found.looks = static_cast<int>(row[25].number());
  found.call_offs = static_cast<int>(row[26].number());
  found.decided = row[27].take();
  found.machines = parse_machines(row[28].text()).value_or(Machines::ask_first_repeat);
  found.evidence = parse_evidence(row[29].text()).value_or(Evidence::none);
  found.path = row[30].take();
  return found;
}

std::vector<Attempt> read_all(Rows rows) {
  std::vector<Attempt> found;
  for (Row& row : rows) found.push_back(read(std::move(row)));
  return found;
}

}  // namespace

bool to_be_called_off(const Attempt& attempt) {
  return attempt.silenced != Reason::none && !attempt.provider_id.empty() && attempt.call_offs < most_call_offs;
}

namespace {
constexpr std::string_view select_next_id = "SELECT COALESCE(MAX(attempt), 0) + 1 FROM attempt WHERE account = $1";
}  // namespace

Result<void> Attempts::foresee_next_id() {
  const Value asked[] = {unit_.account()};
  return unit_.db().foresee(select_next_id, 1, asked);
}

Result<AttemptId> Attempts::next_id() {
  const Rows rows = TRY(unit_.db().run(select_next_id, {unit_.account()}));
  return rows[0][0].id<AttemptId>();
}

Result<void> Attempts::add(std::span<const Attempt> attempts) {
  constexpr std::size_t width = 22;
  std::vector<Value> rows;
  rows.reserve(attempts.size() * width);
  for (const auto& attempt : attempts) {
    rows.insert(rows.end(), {unit_.account(),
                             attempt.id,
                             attempt.reminder.appointment,
                             attempt.reminder.rule,
                             to_string(attempt.reminder.channel),
                             attempt.reminder.start,
                             attempt.n,
                             attempt.client,
                             attempt.recipient,
                             attempt.sender,
                             attempt.text,
                             attempt.secret,
                             to_string(attempt.state),
                             attempt.flow,
                             attempt.flow_hash,
                             attempt.language,
                             attempt.intended_at,
                             attempt.send_by,
                             unit_.node().node,
                             unit_.node().epoch,
                             Value(attempt.look_at),
                             to_string(attempt.machines)});
  }
  TRY(unit_.db().run_all(
      "INSERT INTO attempt (account, attempt, appointment, rule, channel, start, n, client, recipient, sender, text, "
      "secret, state,"
      " flow, flow_hash, language, intended_at, send_by, node, epoch, look_at, machines)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, "
      "$22)",
      width, rows));
  return {};
}

namespace {
const std::string& select_one() {
  static const std::string sql = select("AND attempt = $2");
  return sql;
}
}  // namespace

Result<void> Attempts::foresee(std::span<const AttemptId> ids) {
  std::vector<Value> rows;
  for (const AttemptId id : ids) rows.insert(rows.end(), {unit_.account(), id});
  return unit_.db().foresee(select_one(), 2, rows);
}

Result<Attempt> Attempts::get(AttemptId id) {
  Rows rows = TRY(unit_.db().run(select_one(), {unit_.account(), id}));
  if (rows.empty()) return Error{ErrorCode::not_found, "no such attempt"};
  return read(std::move(rows[0]));
}

Result<void> Attempts::save(const Attempt& attempt, AttemptState from) {
  const Saving one[] = {{attempt, from}};
  return save_all(one);
}

Result<void> Attempts::save_all(std::span<const Saving> savings) {
  constexpr std::size_t width = 17;
  std::vector<Value> rows;
  rows.reserve(savings.size() * width);
  for (const auto& [attempt, from] : savings) {
    rows.insert(rows.end(),
                {unit_.account(), attempt.id, to_string(attempt.state), to_string(attempt.outcome), attempt.provider_id,
                 attempt.code, attempt.position, attempt.step, to_string(attempt.silenced), Value(attempt.ended_at),
                 Value(attempt.look_at), attempt.looks, to_string(from), attempt.call_offs, attempt.decided,
                 to_string(attempt.evidence), attempt.path});
  }
  return unit_.db().change_exactly(
      "UPDATE attempt SET state = $3, outcome = $4, provider_id = $5, code = $6, position = $7, step = $8, silenced = "
      "$9,"
      " ended_at = $10, look_at = $11, looks = $12, call_offs = $14, decided = $15, evidence = $16, path = $17"
      " WHERE account = $1 AND attempt = $2 AND state = $13",
      width, rows, "the attempt went on meanwhile");
}

Result<void> Attempts::save_step(const Attempt& attempt) {
  const std::int64_t saved = TRY(unit_.db().change(
      "UPDATE attempt SET outcome = $3, position = $4, step = $5, silenced = $6, evidence = $7,"
      " path = $9 WHERE account = $1 AND attempt = $2 AND state = $8",
      {unit_.account(), attempt.id, to_string(attempt.outcome), attempt.position, attempt.step,
       to_string(attempt.silenced), to_string(attempt.evidence), to_string(attempt.state), attempt.path}));
  if (saved == 0) return Error{ErrorCode::conflict, "the attempt went on meanwhile"};
  return {};
}

Result<bool> Attempts::first_time(AttemptId id, const std::string& event) {
  const std::int64_t added =
      TRY(unit_.db().change("INSERT INTO callback_seen (account, attempt, event, at) VALUES ($1, $2, $3, $4)"
                            " ON CONFLICT DO NOTHING",
                            {unit_.account(), id, event, unit_.now()}));
  return added > 0;
}

Result<std::optional<std::string>> Attempts::kept_answer(AttemptId id, const std::string& step) {
  const Rows rows = TRY(unit_.db().run("SELECT answer FROM call_step WHERE account = $1 AND attempt = $2 AND step = $3",
                                       {unit_.account(), id, step}));
  if (rows.empty()) return std::optional<std::string>{};
  return std::optional(rows[0][0].text());
}

Result<std::optional<std::string>> Attempts::said_last(const Attempt& attempt) {
  if (attempt.step <= 1) return kept_answer(attempt.id, "answer");
  const Rows rows =
      TRY(unit_.db().run("SELECT answer FROM call_step WHERE account = $1 AND attempt = $2 AND step LIKE $3"
                         " ORDER BY step LIMIT 1",
                         {unit_.account(), attempt.id, std::to_string(attempt.step - 1) + "/%"}));
  if (rows.empty()) return std::optional<std::string>{};
  return std::optional(rows[0][0].text());
}

Result<void> Attempts::keep_answer(AttemptId id, const std::string& step, const std::string& answer) {
  TRY(unit_.db().run("INSERT INTO call_step (account, attempt, step, answer) VALUES ($1, $2, $3, $4)",
                     {unit_.account(), id, step, answer}));
  return {};
}

Result<std::vector<Attempt>> Attempts::to_look_up(int limit) {
  static const std::string sql = select("AND look_at <= $2 ORDER BY look_at, attempt LIMIT $3");
  return read_all(TRY(unit_.db().run(sql, {unit_.account(), unit_.now(), limit})));
}

Result<std::vector<Attempt>> Attempts::orphans() {
  static const std::string sql =
      select("AND look_at IS NOT NULL AND state = 'intended' AND epoch < $2 AND node = $3 ORDER BY +attempt");
  return read_all(TRY(unit_.db().run(sql, {unit_.account(), unit_.node().epoch, unit_.node().node})));
}

Result<std::vector<Attempt>> Attempts::of(AppointmentId appointment) {
  // The sign keeps SQLite from walking all the account's attempts in their order: it takes the appointment's index.
  static const std::string sql = select("AND appointment = $2 ORDER BY +attempt");
  return read_all(TRY(unit_.db().run(sql, {unit_.account(), appointment})));
}

Result<std::vector<Attempt>> Attempts::of_visits(Instant from, Instant to) {
  static const std::string sql = select(std::string("AND ").append(of_visits_between).append(" ORDER BY +attempt"));
  return read_all(TRY(unit_.db().run(sql, {unit_.account(), from, to})));
}

Result<std::optional<Attempt>> Attempts::latest_to(const std::string& recipient, Channel channel) {
  // By the recipient's contacts, of which there are few: the attempts have no order by recipient.
  static const std::string sql = select(
      "AND attempt IN (SELECT c.attempt FROM recipient_contact c WHERE c.recipient = $2 AND c.account = $1)"
      " AND recipient = $2 AND channel = $3 AND state NOT IN ('not_sent', 'refused') ORDER BY +attempt DESC LIMIT 1");
  const Rows rows = TRY(unit_.db().run(sql, {unit_.account(), recipient, to_string(channel)}));
  if (rows.empty()) return std::optional<Attempt>{};
  return std::optional(read(rows[0]));
}

Result<std::vector<Attempt>> Attempts::told_by_text(const std::string& recipient) {
  static const std::string sql = select(
      // CROSS JOIN: in this order, from the recipient's few contacts.
      "AND attempt IN (SELECT MAX(t.attempt) FROM recipient_contact c"
      " CROSS JOIN attempt t CROSS JOIN appointment a"
      " WHERE t.account = c.account AND t.attempt = c.attempt"
      " AND a.account = t.account AND a.appointment = t.appointment"
      " AND c.recipient = $2 AND c.account = $1 AND t.recipient = $2 AND t.channel = 'text'"
      " AND t.state NOT IN ('not_sent', 'refused') AND t.client = a.client AND t.start = a.start_key"
      " AND a.booking = 'booked' AND a.instant > $3 GROUP BY t.appointment) ORDER BY start, +attempt");
  std::vector<Attempt> found;
  for (const Row& row : TRY(unit_.db().run(sql, {unit_.account(), recipient, unit_.now()}))) found.push_back(read(row));
  return found;
}

Result<void> Attempts::silence_unanswered(Reason why, const std::string& recipient) {
  TRY(
      unit_.db().run("UPDATE attempt SET silenced = $2, look_at = CASE WHEN provider_id <> '' THEN $3 ELSE look_at END"
                     " WHERE account = $1 AND channel = 'call' AND silenced = 'none'"
                     " AND state IN ('intended', 'accepted', 'ringing', 'unknown') AND look_at IS NOT NULL"
                     " AND ($4 = '' OR recipient = $4)",
                     {unit_.account(), to_string(why), unit_.now(), recipient}));
  return {};
}

Result<void> Attempts::silence(AppointmentId appointment, Reason why) {
  // Without the gateway's name for it nothing can be called off yet; its look stays when it was. For IN with so many
  // words SQLite makes a table each time.
  TRY(
      unit_.db().run("UPDATE attempt SET silenced = $3, call_offs = 0,"
                     " look_at = CASE WHEN provider_id <> '' THEN $4 ELSE look_at END"
                     " WHERE account = $1 AND appointment = $2 AND channel = 'call'"
                     " AND (state = 'intended' OR state = 'accepted' OR state = 'ringing' OR state = 'unknown')",
                     {unit_.account(), appointment, to_string(why), unit_.now()}));
  return {};
}

}  // namespace courtesy
