#include "store/recipients.h"

#include <set>

#include "base/recipient_key.h"
#include "store/unit.h"

namespace courtesy {

Result<void> Recipients::lock(std::span<const Due> due) {
  std::set<std::string> ascending;
  for (const auto& one : due) {
    if (!one.recipient.empty()) ascending.insert(recipient_key(one.recipient));
  }
  const std::vector<Value> rows(ascending.begin(), ascending.end());
  TRY(unit_.db().run_all("INSERT INTO recipient (recipient) VALUES ($1) ON CONFLICT (recipient) {DO LOCK}", 1, rows));
  return {};
}

Result<void> Recipients::reserve(std::span<const Reservation> reservations) {
  constexpr std::size_t width = 9;
  std::vector<Value> rows;
  rows.reserve(reservations.size() * width);
  for (const auto& [attempt, start_local, starts_at, due] : reservations) {
    rows.insert(rows.end(), {recipient_key(attempt.recipient), unit_.now(), unit_.account(), attempt.id, attempt.client,
                             start_local, starts_at, to_string(attempt.reminder.channel), due});
  }
  TRY(
      unit_.db().run_all("INSERT INTO recipient_contact (recipient, at, account, attempt, client, start_local, "
                         "start_instant, channel, due, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'running')",
                         width, rows));
  return {};
}

namespace {

constexpr std::string_view select_contacts =
    "SELECT at, account, client, start_local, start_instant, channel, due, state, attempt FROM recipient_contact"
    " WHERE recipient = $1 AND (at > $2 OR state = 'running') ORDER BY at, account, attempt";
constexpr hours remembered{7 * 24};

}  // namespace

Result<void> Recipients::foresee(std::span<const Due> due) {
  std::vector<Value> rows;
  for (const auto& one : due) rows.insert(rows.end(), {recipient_key(one.recipient), unit_.now() - remembered});
  return unit_.db().foresee(select_contacts, 2, rows);
}

Result<std::vector<PastContact>> Recipients::contacts(const std::string& recipient) {
  std::vector<PastContact> found;
  for (const auto& row : TRY(unit_.db().run(select_contacts, {recipient_key(recipient), unit_.now() - remembered}))) {
    const bool own = row[1].id<AccountId>() == unit_.account();
    found.push_back({.at = row[0].instant(),
                     .account = row[1].id<AccountId>(),
                     .attempt = own ? row[8].id<AttemptId>() : AttemptId{},
                     .client = own ? row[2].id<ClientId>() : ClientId{},
                     .start_local = row[3].text(),
                     .start_instant = row[4].instant(),
                     .channel = parse_channel(row[5].text()).value(),
                     .due = row[6].instant(),
                     .running = row[7].text() == "running",
                     .in_vain = row[7].text() == "in_vain"});
  }
  return found;
}

namespace {

Result<void> set_state(Unit& unit, const Attempt& attempt, std::string_view state) {
  TRY(unit.db().run(
      "UPDATE recipient_contact SET state = $5 WHERE recipient = $1 AND at = $2 AND account = $3 AND attempt = $4",
      {recipient_key(attempt.recipient), attempt.intended_at, unit.account(), attempt.id, state}));
  return {};
}

}  // namespace

Result<void> Recipients::ended(const Attempt& attempt) {
  return set_state(unit_, attempt,
                   told_nothing(attempt.reminder.channel, attempt.state, attempt.outcome) ? "in_vain" : "ended");
}

Result<void> Recipients::reached_nobody(const Attempt& attempt) { return set_state(unit_, attempt, "in_vain"); }

Result<void> Recipients::never_left(const Attempt& attempt) {
  TRY(unit_.db().run("DELETE FROM recipient_contact WHERE recipient = $1 AND at = $2 AND account = $3 AND attempt = $4",
                     {recipient_key(attempt.recipient), attempt.intended_at, unit_.account(), attempt.id}));
  return {};
}

Result<bool> Recipients::note_lost(const std::string& recipient, const PastContact& contact) {
  const std::int64_t added =
      TRY(unit_.db().change("INSERT INTO recipient_contact (recipient, at, account, attempt, client, start_local, "
                            "start_instant, channel, due, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'lost')"
                            " ON CONFLICT DO NOTHING",
                            {recipient_key(recipient), contact.at, unit_.account(), contact.attempt, contact.client,
                             contact.start_local, contact.start_instant, to_string(contact.channel), contact.due}));
  return added > 0;
}

Result<void> Recipients::forget_lost(Instant before) {
  TRY(unit_.db().run("DELETE FROM recipient_contact WHERE account = $1 AND at < $2 AND state = 'lost'",
                     {unit_.account(), before}));
  return {};
}

Result<void> Recipients::counts_after_all(const Attempt& attempt) {
  const ReminderKey& key = attempt.reminder;
  TRY(unit_.db().run(
      "INSERT INTO recipient_contact (recipient, at, account, attempt, client, start_local, "
      "start_instant, channel, due, state)"
      " SELECT $2, $3, r.account, $4, $5, a.local, a.instant, r.channel, r.due, 'running' FROM reminder r"
      " JOIN appointment a ON a.account = r.account AND a.appointment = r.appointment"
      " WHERE r.account = $1 AND r.appointment = $6 AND r.rule = $7 AND r.channel = $8 AND r.start = $9"
      " ON CONFLICT (recipient, at, account, attempt) DO UPDATE SET state = 'running'",
      {unit_.account(), recipient_key(attempt.recipient), attempt.intended_at, attempt.id, attempt.client,
       key.appointment, key.rule, to_string(key.channel), key.start}));
  return {};
}

}  // namespace courtesy
