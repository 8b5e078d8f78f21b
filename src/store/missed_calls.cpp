#include "store/missed_calls.h"

#include "store/appointments.h"
#include "store/clients.h"
#include "store/ledger.h"
#include "store/lines.h"
#include "store/queue.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr const char* returned_code = "missed_call_returned";

/// Who told a code may ring from anywhere: it is the number that is to be rung, so it decides.
Result<ClientId> client_of(Unit& unit, const Session& session) {
  if (session.caller.empty()) return ClientId{};
  const auto clients = TRY(unit.clients().with_number(session.caller));
  return clients.size() == 1 ? clients.front() : ClientId{};
}

Result<bool> returned_before(Unit& unit, const ReminderKey& key) {
  const Rows rows = TRY(unit.db().run(
      "SELECT 1 FROM ledger WHERE account = $1 AND appointment = $2 AND start = $3 AND code = $4 AND appointment <> 0"
      " LIMIT 1",
      {unit.account(), key.appointment, key.start, std::string(returned_code)}));
  return !rows.empty();
}

/// The call of a visit ahead that goes out first.
Result<std::optional<ReminderRow>> next_call(Unit& unit, ClientId client) {
  const Instant until = unit.now() + returned_within;
  std::optional<ReminderRow> next;
  for (const Appointment& visit : TRY(unit.appointments().ahead_of(client))) {
    for (const ReminderRow& row : TRY(unit.queue().of(visit.id))) {
      if (row.key.channel != Channel::call || row.state != ReminderState::waiting || row.look_at > until) continue;
      if (!next || row.look_at < next->look_at) next = row;
    }
  }
  return next;
}

/// Never later than it was, so that what is too late stays it.
Result<void> bring_forward(Unit& unit, const ReminderKey& key) {
  TRY(unit.db().run(
      "UPDATE reminder SET send_at = CASE WHEN send_at > $6 THEN $6 ELSE send_at END,"
      " look_at = CASE WHEN look_at > $6 THEN $6 ELSE look_at END"
      " WHERE account = $1 AND appointment = $2 AND rule = $3 AND channel = $4 AND start = $5"
      " AND state = 'waiting'",
      {unit.account(), key.appointment, key.rule, to_string(key.channel), key.start, unit.now() + returned_after}));
  return {};
}

}  // namespace

Result<bool> return_missed_call(Unit& unit, const Session& session) {
  if (!TRY(Lines(unit).settings()).return_missed) return false;
  const ClientId client = TRY(client_of(unit, session));
  if (!client) return false;
  const auto next = TRY(next_call(unit, client));
  if (!next || TRY(returned_before(unit, next->key))) return false;
  const Due due = TRY(unit.queue().get(next->key));
  TRY(bring_forward(unit, next->key));
  TRY(unit.ledger().append(
      entry_about(due, LedgerKind::answered, returned_code, LedgerBody().plain("session", session.id.value()))));
  return true;
}

}  // namespace courtesy
