#include "store/ring_backs.h"

#include "store/attempts.h"
#include "store/capacity.h"
#include "store/ledger.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr hours remembered{7 * 24};

}  // namespace

Result<std::optional<RingBacks::Contact>> RingBacks::latest_contact(const std::string& number) {
  if (number.empty()) return std::optional<Contact>{};
  const Rows rows = TRY(unit_.db().run(
      "SELECT attempt, at FROM recipient_contact WHERE account = $1 AND at > $3 AND (recipient = $2 OR recipient IN"
      " (SELECT lower(email) FROM client WHERE account = $1 AND number = $2 AND email <> ''))"
      " ORDER BY at DESC, attempt DESC LIMIT 1",
      {unit_.account(), number, unit_.now() - remembered}));
  if (rows.empty()) return std::optional<Contact>{};
  return std::optional(Contact{rows[0][0].id<AttemptId>(), rows[0][1].instant()});
}

Result<std::optional<std::int64_t>> RingBacks::add(const std::optional<Contact>& contact, std::string_view how) {
  const AttemptId attempt = contact ? contact->attempt : AttemptId{};
  const Rows rows =
      TRY(unit_.db().run("INSERT INTO ring_back (account, ring_back, at, attempt, how)"
                         " VALUES ($1, (SELECT COALESCE(MAX(ring_back), 0) + 1 FROM ring_back WHERE account = $1),"
                         " $2, $3, $4) ON CONFLICT DO NOTHING RETURNING ring_back",
                         {unit_.account(), unit_.now(), attempt, how}));
  if (rows.empty()) return std::optional<std::int64_t>{};
  TRY(unit_.pacing().callback(contact ? contact->at : unit_.now()));
  LedgerEntry entry{.kind = LedgerKind::callback, .code = "rang_back", .attempt = attempt};
  if (attempt) {
    const Attempt answered = TRY(unit_.attempts().get(attempt));
    entry.appointment = answered.reminder.appointment;
    entry.channel = std::string(to_string(answered.reminder.channel));
  }
  TRY(unit_.ledger().append(entry));
  return std::optional(rows[0][0].number());
}

Result<bool> RingBacks::came_in(const std::string& number) {
  const auto contact = TRY(latest_contact(number));
  if (!contact) return false;
  return TRY(add(contact, "came_in")).has_value();
}

Result<std::int64_t> RingBacks::marked(const std::string& number) {
  const auto contact = TRY(latest_contact(number));
  if (const auto added = TRY(add(contact, "marked"))) return *added;
  const Rows rows =
      TRY(unit_.db().run("SELECT ring_back FROM ring_back WHERE account = $1 AND attempt = $2 AND attempt <> 0",
                         {unit_.account(), contact->attempt}));
  return rows[0][0].number();
}

Result<void> RingBacks::handled(std::int64_t ring_back, milliseconds took) {
  const Rows rows = TRY(unit_.db().run(
      "UPDATE ring_back SET handled_at = $3 WHERE account = $1 AND ring_back = $2 AND handled_at IS NULL RETURNING 1",
      {unit_.account(), ring_back, unit_.now()}));
  if (!rows.empty()) return unit_.pacing().handled(took);
  if (TRY(unit_.db().run("SELECT 1 FROM ring_back WHERE account = $1 AND ring_back = $2", {unit_.account(), ring_back}))
          .empty()) {
    return Error{ErrorCode::not_found, "there is no such callback"};
  }
  return {};
}

}  // namespace courtesy
