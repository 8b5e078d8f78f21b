#include "store/held.h"

#include "store/appointments.h"
#include "store/ledger.h"
#include "store/queue.h"
#include "store/told.h"
#include "store/unit.h"

namespace courtesy {
namespace {

ReminderKey read_key(const Row& row) {
  return {row[0].id<AppointmentId>(), row[1].id<RuleId>(), parse_channel(row[2].text()).value(), row[3].text()};
}

Result<LedgerEntry> by_hand(Unit& unit, const ReminderKey& key, std::string code, const std::string& who,
                            const std::string& why, const std::string& held_for) {
  return entry_about(TRY(unit.queue().get(key)), LedgerKind::by_hand, std::move(code),
                     LedgerBody().plain("held_for", held_for).plain("who", who).plain("why", why));
}

Result<LedgerEntry> expired(Unit& unit, const ReminderKey& key, const std::string& held_for) {
  return entry_about(TRY(unit.queue().get(key)), LedgerKind::decided, std::string(to_string(Reason::too_late)),
                     LedgerBody().plain("decision", "drop").plain("held_for", held_for));
}

/// Still held: changed to `state` by `set`, and the reason for which it was held given back.
Result<std::optional<std::string>> take(Unit& unit, const ReminderKey& key, std::string_view set) {
  const std::string of_key =
      " WHERE account = $1 AND appointment = $2 AND rule = $3 AND channel = $4 AND start = $5 AND state = 'held'";
  const std::vector<Value> values{unit.account(), key.appointment, key.rule, to_string(key.channel), key.start};
  const Rows held = TRY(unit.db().run("SELECT reason FROM reminder" + of_key, values));
  if (held.empty()) return std::optional<std::string>{};
  std::vector<Value> with_now = values;
  with_now.emplace_back(unit.now());
  TRY(unit.db().run("UPDATE reminder SET " + std::string(set) + of_key, with_now));
  return std::optional(held[0][0].text());
}

}  // namespace

Result<std::vector<HeldReminder>> Held::list(int limit, const std::optional<HeldPlace>& after) {
  std::vector<HeldReminder> found;
  std::vector<Value> values{unit_.account(), limit};
  std::string behind;
  if (after) {
    const ReminderKey& key = after->key;
    behind = " AND (r.look_at, r.appointment, r.rule, r.channel, r.start) > ($3, $4, $5, $6, $7)";
    for (const Value& value : {Value(after->useful_until + milliseconds{1}), Value(key.appointment), Value(key.rule),
                               Value(to_string(key.channel)), Value(key.start)})
      values.push_back(value);
  }
  for (const auto& row : TRY(unit_.db().run(
           "SELECT r.appointment, r.rule, r.channel, r.start, a.client, c.name,"
           " CASE r.channel WHEN 'email' THEN c.email ELSE c.number END, u.content, r.reason, r.held_at, r.send_at,"
           " a.instant, r.look_at FROM reminder r"
           " JOIN appointment a ON a.account = r.account AND a.appointment = r.appointment"
           " JOIN client c ON c.account = a.account AND c.client = a.client"
           " JOIN rule u ON u.account = r.account AND u.rule = r.rule"
           " WHERE r.account = $1 AND r.state = 'held'" +
               behind + " ORDER BY r.look_at, r.appointment, r.rule, r.channel, r.start LIMIT $2",
           values))) {
    found.push_back({.key = read_key(row),
                     .client = row[4].id<ClientId>(),
                     .name = row[5].text(),
                     .recipient = row[6].text(),
                     .content = row[7].text(),
                     .reason = parse_reason(row[8].text()).value_or(Reason::none),
                     .held_at = row[9].instant(),
                     .send_at = row[10].instant(),
                     .starts_at = row[11].instant(),
                     .useful_until = row[12].instant() - milliseconds{1}});
  }
  return found;
}

Result<std::int64_t> Held::count() {
  return TRY(unit_.db().run("SELECT COUNT(*) FROM reminder WHERE account = $1 AND state = 'held'",
                            {unit_.account()}))[0][0]
      .number();
}

Result<int> Held::release(std::span<const ReminderKey> keys, const std::string& who, const std::string& why) {
  int released = 0;
  for (const auto& key : keys) {
    const auto held_for = TRY(take(unit_, key,
                                   "state = 'waiting', reason = 'none', held_at = NULL, approved_at = $6,"
                                   " look_at = CASE WHEN send_at > $6 THEN send_at ELSE $6 END"));
    if (!held_for) continue;
    ++released;
    TRY(unit_.ledger().append(TRY(by_hand(unit_, key, "released", who, why, *held_for))));
    TRY(note_to_come(unit_, key));
  }
  return released;
}

Result<int> Held::discard(std::span<const ReminderKey> keys, const std::string& who, const std::string& why) {
  int discarded = 0;
  for (const auto& key : keys) {
    const auto held_for =
        TRY(take(unit_, key, "state = 'dropped', reason = 'discarded', held_at = NULL, look_at = $6"));
    if (!held_for) continue;
    ++discarded;
    TRY(unit_.ledger().append(TRY(by_hand(unit_, key, "discarded", who, why, *held_for))));
    TRY(note_untold(unit_, key));
  }
  return discarded;
}

namespace {
constexpr std::string_view select_over =
    "SELECT appointment, rule, channel, start, reason FROM reminder"
    " WHERE account = $1 AND state = 'held' AND look_at <= $2"
    " ORDER BY look_at, appointment, rule, channel, start LIMIT $3";
}  // namespace

Result<void> Held::foresee_expire(int limit) {
  const Value asked[] = {unit_.account(), unit_.now(), limit};
  return unit_.db().foresee(select_over, std::size(asked), asked);
}

Result<void> Held::expire(int limit) {
  const Rows over = TRY(unit_.db().run(select_over, {unit_.account(), unit_.now(), limit}));
  for (const auto& row : over) {
    const ReminderKey key = read_key(row);
    TRY(take(unit_, key, "state = 'dropped', reason = 'too_late', held_at = NULL, look_at = $6"));
    TRY(unit_.ledger().append(TRY(expired(unit_, key, row[4].text()))));
    TRY(note_untold(unit_, key));
  }
  return {};
}

}  // namespace courtesy
