#include "store/staff_tasks.h"

#include <fmt/format.h>

#include <array>

#include "store/clients.h"
#include "store/ledger.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::array<std::string_view, 4> words{"missed_call", "message", "call_back", "opt_out_unheard"};

/// Who told a code, else the only client with that number.
Result<ClientId> client_of(Unit& unit, const Session& session) {
  if (session.client) return session.client;
  if (session.caller.empty()) return ClientId{};
  const auto clients = TRY(unit.clients().with_number(session.caller));
  return clients.size() == 1 ? clients.front() : ClientId{};
}

}  // namespace

std::string_view to_string(CallTask task) { return words.at(static_cast<std::size_t>(task)); }

std::optional<CallTask> parse_call_task(std::string_view text) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == text) return static_cast<CallTask>(i);
  }
  return std::nullopt;
}

Result<void> StaffTasks::add(const Session& session, CallTask kind) {
  const ClientId client = TRY(client_of(unit_, session));
  const Rows rows = TRY(unit_.db().run(
      "INSERT INTO staff_task (account, task, kind, at, session, number, client, appointment)"
      " VALUES ($1, (SELECT COALESCE(MAX(task), 0) + 1 FROM staff_task WHERE account = $1), $2, $3, $4, $5, $6, $7)"
      " ON CONFLICT DO NOTHING RETURNING task",
      {unit_.account(), to_string(kind), unit_.now(), session.id, session.caller, client, session.appointment}));
  if (rows.empty()) return {};
  return unit_.ledger().append({.kind = LedgerKind::answered,
                                .code = std::string(to_string(kind)),
                                .client = client,
                                .appointment = session.appointment,
                                .channel = "call",
                                .body = LedgerBody()
                                            .plain("session", session.id.value())
                                            .plain("task", rows[0][0].number())
                                            .personal("from", session.caller)});
}

Result<StaffTasks::Page> StaffTasks::list(const Query& query) {
  constexpr std::string_view open = "done_at IS NULL AND task > $2 ORDER BY task";
  constexpr std::string_view done =
      "done_at IS NOT NULL AND ($2 = 0 OR (done_at, task) <"
      " ((SELECT p.done_at FROM staff_task p WHERE p.account = $1 AND p.task = $2), $2)) ORDER BY done_at DESC, task"
      " DESC";
  const std::string sql = fmt::format(
      "SELECT task, kind, at, session, number, client, appointment, done_at, done_by FROM staff_task"
      " WHERE account = $1 AND {} LIMIT $3",
      query.done ? done : open);
  std::vector<StaffTaskRow> tasks;
  for (const auto& row : TRY(unit_.db().run(sql, {unit_.account(), query.after, query.limit + 1}))) {
    tasks.push_back({.id = row[0].number(),
                     .kind = parse_call_task(row[1].text()).value(),
                     .at = row[2].instant(),
                     .session = row[3].id<SessionId>(),
                     .number = row[4].text(),
                     .client = row[5].id<ClientId>(),
                     .appointment = row[6].id<AppointmentId>(),
                     .done_at = row[7].maybe_instant(),
                     .done_by = row[8].text()});
  }
  if (static_cast<int>(tasks.size()) <= query.limit) return Page{.tasks = std::move(tasks)};
  tasks.pop_back();
  const std::int64_t last = tasks.back().id;
  return Page{.tasks = std::move(tasks), .next = last};
}

Result<int> StaffTasks::forget_numbers(Instant before, int limit) {
  return static_cast<int>(
      TRY(unit_.db().run("UPDATE staff_task SET number = '' WHERE account = $1 AND task IN (SELECT task FROM staff_task"
                         " WHERE account = $1 AND number <> '' AND done_at < $2 ORDER BY task LIMIT $3) RETURNING task",
                         {unit_.account(), before, limit}))
          .size());
}

Result<void> StaffTasks::done(std::int64_t task, const std::string& who) {
  const Rows rows = TRY(unit_.db().run(
      "UPDATE staff_task SET done_at = $3, done_by = $4 WHERE account = $1 AND task = $2 AND done_at IS NULL"
      " RETURNING kind, client, appointment",
      {unit_.account(), task, unit_.now(), who}));
  if (rows.empty()) {
    if (TRY(unit_.db().run("SELECT 1 FROM staff_task WHERE account = $1 AND task = $2", {unit_.account(), task}))
            .empty()) {
      return Error{ErrorCode::not_found, "there is no such task"};
    }
    return {};
  }
  return unit_.ledger().append(
      {.kind = LedgerKind::by_hand,
       .code = "task_done",
       .client = rows[0][1].id<ClientId>(),
       .appointment = rows[0][2].id<AppointmentId>(),
       .body = LedgerBody().plain("task", task).plain("kind", rows[0][0].text()).plain("who", who)});
}

}  // namespace courtesy
