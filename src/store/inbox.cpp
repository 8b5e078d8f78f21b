#include "store/inbox.h"

#include <fmt/ranges.h>

#include <sstream>

#include "base/recipient_key.h"
#include "store/ledger.h"
#include "store/unit.h"

namespace courtesy {
namespace {

TextIn read(const Row& row) {
  return {.id = row[0].number(),
          .provider_id = row[1].text(),
          .sender = row[2].text(),
          .at = row[3].instant(),
          .body = row[4].text(),
          .read_as = row[5].text(),
          .attempt = row[6].id<AttemptId>(),
          .appointment = row[7].id<AppointmentId>(),
          .read_at = row[8].maybe_instant()};
}

std::string in_one_text(const std::vector<AttemptId>& attempts) {
  std::vector<std::int64_t> numbers;
  for (const AttemptId attempt : attempts) numbers.push_back(attempt.value());
  return fmt::format("{}", fmt::join(numbers, " "));
}

}  // namespace

Result<void> Inbox::add(const TextIn& text) {
  TRY(unit_.db().run(
      "INSERT INTO incoming_text (account, incoming, provider_id, sender, at, body, read_as, attempt, appointment,"
      " read_at, asked) VALUES ($1, (SELECT COALESCE(MAX(incoming), 0) + 1 FROM incoming_text WHERE account = $1), $2,"
      " $3, $4, $5, $6, $7, $8, $9, $10)",
      {unit_.account(), text.provider_id, text.sender, unit_.now(), text.body, text.read_as, text.attempt,
       text.appointment, Value(text.read_at), in_one_text(text.asked)}));
  return {};
}

Result<std::vector<AttemptId>> Inbox::asked_last(const std::string& sender) {
  std::vector<AttemptId> asked;
  for (const Row& row : TRY(unit_.db().run("SELECT asked FROM incoming_text WHERE account = $1 AND sender = $2"
                                           " AND asked <> '' ORDER BY incoming DESC LIMIT 1",
                                           {unit_.account(), sender}))) {
    std::istringstream numbers(row[0].text());
    for (std::int64_t number = 0; numbers >> number;) asked.emplace_back(number);
  }
  return asked;
}

Result<std::vector<Conversation>> Inbox::list(const std::optional<InboxPlace>& after, int limit) {
  const InboxPlace from = after.value_or(InboxPlace{});
  const Rows rows = TRY(unit_.db().run(
      "SELECT sender, MAX(at), SUM(fresh) FROM (SELECT sender, at, CASE WHEN read_at IS NULL THEN 1 ELSE 0 END AS fresh"
      " FROM incoming_text WHERE account = $1 UNION ALL SELECT sender, made_at, CASE WHEN read_at IS NULL THEN 1 ELSE 0"
      " END FROM recording WHERE account = $1 AND used_as = 'message' AND state <> 'discarded') AS came GROUP BY sender"
      " HAVING $2 = 0 OR MAX(at) < $3 OR (MAX(at) = $3 AND sender > $4) ORDER BY MAX(at) DESC, sender LIMIT $5",
      {unit_.account(), after.has_value(), from.newest, from.sender, limit}));
  std::vector<Conversation> all;
  for (const Row& row : rows)
    all.push_back({.sender = row[0].text(), .newest = row[1].instant(), .unread = static_cast<int>(row[2].number())});
  return all;
}

Result<std::vector<TextIn>> Inbox::texts_of(const std::string& sender, int limit) {
  std::vector<TextIn> all;
  for (const Row& row : TRY(unit_.db().run(
           "SELECT incoming, provider_id, sender, at, body, read_as, attempt, appointment, read_at FROM incoming_text"
           " WHERE account = $1 AND sender = $2 ORDER BY incoming DESC LIMIT $3",
           {unit_.account(), sender, limit})))
    all.push_back(read(row));
  return all;
}

Result<std::vector<Attempt>> Inbox::sent_to(const std::string& recipient, int limit) {
  std::vector<Attempt> all;
  if (recipient.empty()) return all;
  // By the recipient's contacts, as the attempts have no order by recipient.
  for (const Row& row : TRY(unit_.db().run(
           "SELECT attempt FROM recipient_contact WHERE recipient = $2 AND account = $1 ORDER BY attempt DESC LIMIT $3",
           {unit_.account(), recipient_key(recipient), limit})))
    all.push_back(TRY(unit_.attempts().get(row[0].id<AttemptId>())));
  return all;
}

Result<std::vector<Recording>> Inbox::messages_of(const std::string& sender, int limit) {
  std::vector<Recording> all;
  for (const Row& row :
       TRY(unit_.db().run("SELECT recording FROM recording WHERE account = $1 AND sender = $2 AND used_as = 'message'"
                          " AND state <> 'discarded' ORDER BY recording DESC LIMIT $3",
                          {unit_.account(), sender, limit})))
    all.push_back(TRY(unit_.recordings().get(row[0].id<RecordingId>())));
  return all;
}

Result<Exchange> Inbox::with(const std::string& sender, int limit) {
  Exchange all{.texts = TRY(texts_of(sender, limit)), .sent = {}, .messages = TRY(messages_of(sender, limit))};
  if (all.texts.empty() && all.messages.empty())
    return Error{ErrorCode::not_found, "nothing has come from that number"};
  all.sent = TRY(sent_to(sender, limit));
  return all;
}

Result<int> Inbox::unread_texts() {
  const Rows rows = TRY(
      unit_.db().run("SELECT COUNT(*) FROM incoming_text WHERE account = $1 AND read_at IS NULL", {unit_.account()}));
  return static_cast<int>(rows[0][0].number());
}

Result<void> Inbox::mark(const std::string& sender, bool read, const std::string& who) {
  const Exchange newest = TRY(with(sender, 1));
  if (read) {
    TRY(unit_.db().run("UPDATE incoming_text SET read_at = $3 WHERE account = $1 AND sender = $2 AND read_at IS NULL",
                       {unit_.account(), sender, unit_.now()}));
    TRY(
        unit_.db().run("UPDATE recording SET read_at = $3 WHERE account = $1 AND sender = $2 AND used_as = 'message'"
                       " AND state <> 'discarded' AND read_at IS NULL",
                       {unit_.account(), sender, unit_.now()}));
  } else if (!newest.texts.empty()) {
    TRY(unit_.db().run("UPDATE incoming_text SET read_at = NULL WHERE account = $1 AND incoming = $2",
                       {unit_.account(), newest.texts.front().id}));
  } else {
    TRY(unit_.recordings().mark_read(newest.messages.front().id, false));
  }
  return unit_.ledger().append({.kind = LedgerKind::by_hand,
                                .code = read ? "inbox_read" : "inbox_new",
                                .body = LedgerBody().personal("from", sender).personal("who", who)});
}

Result<int> Inbox::forget(Instant before, int limit) {
  return static_cast<int>(
      TRY(unit_.db().run("DELETE FROM incoming_text WHERE account = $1 AND incoming IN (SELECT incoming FROM"
                         " incoming_text WHERE account = $1 AND at < $2 ORDER BY incoming LIMIT $3) RETURNING incoming",
                         {unit_.account(), before, limit}))
          .size());
}

}  // namespace courtesy
