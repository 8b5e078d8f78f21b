#include "store/sessions.h"

#include <fmt/format.h>

#include "store/keyed.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::size_t secret_bytes = 16;

constexpr std::string_view columns =
    "session, secret, provider_id, caller, called, flow, flow_hash, language, position, step, client, appointment,"
    " start, proven, subject, recording, recording_length, found, guesses, begun_at, ended_at, path";

std::string select(std::string_view rest) {
  return fmt::format("SELECT {} FROM call_session WHERE account = $1 {}", columns, rest);
}

std::string lines_of(const std::vector<FoundFact>& found) {
  std::string lines;
  for (const auto& [name, key] : found) lines += fmt::format("{} {}\n", name, key);
  return lines;
}

std::vector<FoundFact> found_in(std::string_view lines) {
  std::vector<FoundFact> found;
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    const std::size_t space = line.find(' ');
    found.push_back({std::string(line.substr(0, space)), std::string(line.substr(space + 1))});
    lines.remove_prefix(line.size() + 1);
  }
  return found;
}

Session read(const Row& row) {
  Session session;
  session.id = row[0].id<SessionId>();
  session.secret = row[1].text();
  session.provider_id = row[2].text();
  session.caller = row[3].text();
  session.called = row[4].text();
  session.flow = row[5].text();
  session.flow_hash = row[6].text();
  session.language = row[7].text();
  session.position = row[8].text();
  session.step = row[9].number();
  session.client = row[10].id<ClientId>();
  session.appointment = row[11].id<AppointmentId>();
  session.start = row[12].text();
  session.proven = row[13].number() != 0;
  session.subject = row[14].text();
  session.recording = row[15].text();
  session.recording_length = seconds{row[16].number()};
  session.found = found_in(row[17].text());
  session.guesses = row[18].number();
  session.begun_at = row[19].instant();
  session.ended_at = row[20].maybe_instant();
  session.path = row[21].text();
  return session;
}

std::vector<Session> read_all(const Rows& rows) {
  std::vector<Session> sessions;
  for (const auto& row : rows) sessions.push_back(read(row));
  return sessions;
}

}  // namespace

Result<void> Sessions::add(Session& session) {
  session.begun_at = unit_.now();
  session.secret = base64url(drawn(unit_, fmt::format("session {}", session.provider_id)).substr(0, secret_bytes));
  const Rows rows = TRY(unit_.db().run(
      "INSERT INTO call_session (account, session, secret, provider_id, caller, called, flow, flow_hash, language,"
      " begun_at) VALUES ($1, (SELECT COALESCE(MAX(session), 0) + 1 FROM call_session WHERE account = $1),"
      " $2, $3, $4, $5, $6, $7, $8, $9) RETURNING session",
      {unit_.account(), session.secret, session.provider_id, session.caller, session.called, session.flow,
       session.flow_hash, session.language, session.begun_at}));
  session.id = rows[0][0].id<SessionId>();
  return {};
}

Result<Session> Sessions::get(SessionId id) {
  static const std::string sql = select("AND session = $2");
  const Rows rows = TRY(unit_.db().run(sql, {unit_.account(), id}));
  if (rows.empty()) return Error{ErrorCode::not_found, "no such call"};
  return read(rows[0]);
}

Result<std::optional<Session>> Sessions::by_provider_id(const std::string& provider_id) {
  static const std::string sql = select("AND provider_id = $2");
  const Rows rows = TRY(unit_.db().run(sql, {unit_.account(), provider_id}));
  if (rows.empty()) return std::optional<Session>{};
  return std::optional(read(rows[0]));
}

Result<void> Sessions::save(const Session& session) {
  TRY(unit_.db().run(
      "UPDATE call_session SET position = $3, step = $4, client = $5, appointment = $6, start = $7, proven = $8,"
      " subject = $9, recording = $10, recording_length = $11, found = $12, guesses = $13, ended_at = $14,"
      " path = $15 WHERE account = $1 AND session = $2",
      {unit_.account(), session.id, session.position, session.step, session.client, session.appointment, session.start,
       session.proven, session.subject, session.recording, std::int64_t{session.recording_length.count()},
       lines_of(session.found), session.guesses, Value(session.ended_at), session.path}));
  return {};
}

Result<std::optional<std::string>> Sessions::kept_answer(SessionId id, const std::string& step) {
  const Rows rows =
      TRY(unit_.db().run("SELECT answer FROM session_step WHERE account = $1 AND session = $2 AND step = $3",
                         {unit_.account(), id, step}));
  if (rows.empty()) return std::optional<std::string>{};
  return std::optional(rows[0][0].text());
}

Result<void> Sessions::keep_answer(SessionId id, const std::string& step, const std::string& answer) {
  TRY(unit_.db().run("INSERT INTO session_step (account, session, step, answer) VALUES ($1, $2, $3, $4)",
                     {unit_.account(), id, step, answer}));
  return {};
}

Result<std::vector<Session>> Sessions::unended(Instant before, int limit) {
  static const std::string sql = select("AND ended_at IS NULL AND begun_at < $2 ORDER BY begun_at, session LIMIT $3");
  return read_all(TRY(unit_.db().run(sql, {unit_.account(), before, limit})));
}

Result<int> Sessions::forget(Instant spoken_before, Instant before, int limit) {
  const Rows rows =
      TRY(unit_.db().run("SELECT session FROM call_session WHERE account = $1 AND secret <> '' AND ended_at < $2 ORDER "
                         "BY session LIMIT $3",
                         {unit_.account(), spoken_before, limit}));
  for (const auto& row : rows) {
    const auto session = row[0].id<SessionId>();
    TRY(unit_.db().run("DELETE FROM session_step WHERE account = $1 AND session = $2", {unit_.account(), session}));
    TRY(
        unit_.db().run("UPDATE call_session SET secret = '', position = '', found = '', subject = '', recording = ''"
                       " WHERE account = $1 AND session = $2",
                       {unit_.account(), session}));
  }
  const Rows callers = TRY(
      unit_.db().run("UPDATE call_session SET caller = '' WHERE account = $1 AND session IN (SELECT session FROM"
                     " call_session WHERE account = $1 AND caller <> '' AND ended_at < $2 ORDER BY session LIMIT $3)"
                     " RETURNING session",
                     {unit_.account(), before, limit - static_cast<int>(rows.size())}));
  return static_cast<int>(rows.size() + callers.size());
}

Result<std::vector<Session>> Sessions::latest(int limit, SessionId before) {
  static const std::string sql = select("AND ($3 = 0 OR session < $3) ORDER BY session DESC LIMIT $2");
  return read_all(TRY(unit_.db().run(sql, {unit_.account(), limit, before})));
}

}  // namespace courtesy
