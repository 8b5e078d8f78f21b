#include "dispatch/sent_memory.h"

#include "store/attempts.h"
#include "store/ledger.h"
#include "store/queue.h"
#include "store/recipients.h"
#include "store/unit.h"

namespace courtesy {
namespace {

Result<bool> is_known(Unit& unit, const SentRecord& record) {
  const auto found = unit.attempts().get(record.attempt);
  // Of an old one the secret is erased with what it said.
  if (found) return found->secret == record.secret || (found->secret.empty() && found->reminder == record.reminder);
  if (found.error().code == ErrorCode::not_found) return false;
  return found.error();
}

LedgerEntry evidence(const Unit& unit, const SentRecord& record) {
  return {.kind = LedgerKind::error,
          .code = std::string(to_string(Reason::record_lost)),
          .client = record.client,
          .appointment = record.reminder.appointment,
          .rule = record.reminder.rule,
          .start = record.reminder.start,
          .channel = std::string(to_string(record.reminder.channel)),
          .body = LedgerBody()
                      .plain("attempt", record.attempt.value())
                      .plain("sent_at", to_string(record.at))
                      .plain("node", unit.node().node)};
}

PastContact contact_of(const SentRecord& record) {
  return {.at = record.at,
          .account = record.account,
          .attempt = record.attempt,
          .client = record.client,
          .start_local = record.start_local,
          .start_instant = record.starts_at,
          .channel = record.reminder.channel,
          .due = record.due,
          .running = false,
          .in_vain = false};
}

/// Of what waits: the rest does not go out by itself.
Result<void> hold_back(Unit& unit, const ReminderKey& key) {
  for (const ReminderRow& row : TRY(unit.queue().of(key.appointment))) {
    if (row.key != key || row.state != ReminderState::waiting) continue;
    const Verdict verdict{TRY(unit.queue().get(key)), hold(Reason::record_lost), {}};
    return unit.queue().record({&verdict, 1});
  }
  return {};
}

}  // namespace

void SentMemory::add(SentRecord record) {
  sent_.push_back(std::move(record));
  if (sent_.size() > most) sent_.pop_front();
}

std::map<AccountId, std::vector<SentRecord>> SentMemory::by_account() const {
  std::map<AccountId, std::vector<SentRecord>> found;
  for (const auto& record : sent_) found[record.account].push_back(record);
  return found;
}

Result<int> record_lost(Unit& unit, const std::vector<SentRecord>& sent) {
  std::vector<const SentRecord*> unknown;
  std::vector<Due> whom;
  for (const SentRecord& record : sent) {
    if (TRY(is_known(unit, record))) continue;
    unknown.push_back(&record);
    whom.push_back({.key = record.reminder, .client = record.client, .recipient = record.recipient});
  }
  TRY(unit.recipients().lock(whom));
  int lost = 0;
  for (const SentRecord* record : unknown) {
    if (!TRY(unit.recipients().note_lost(record->recipient, contact_of(*record)))) continue;
    ++lost;
    TRY(unit.ledger().append(evidence(unit, *record)));
    TRY(hold_back(unit, record->reminder));
  }
  return lost;
}

}  // namespace courtesy
