#include "store/doubts.h"

#include <array>

#include "store/ledger.h"
#include "store/queue.h"
#include "store/recipients.h"
#include "store/told.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::array<std::string_view, 3> words{"reached", "not_reached", "again"};

constexpr std::string_view in_doubt =
    " t.decided = '' AND t.ended_at IS NOT NULL"
    " AND (t.state IN ('unknown', 'absent') OR (t.state = 'ended' AND t.outcome = 'none'))";

}  // namespace

std::string_view to_string(Fate fate) { return words[static_cast<std::size_t>(fate)]; }

std::optional<Fate> parse_fate(std::string_view text) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == text) return static_cast<Fate>(i);
  }
  return std::nullopt;
}

Result<std::vector<Doubt>> Doubts::list(int limit) {
  static const std::string sql =
      std::string(
          "SELECT t.attempt, c.name, a.instant FROM attempt t"
          " JOIN appointment a ON a.account = t.account AND a.appointment = t.appointment"
          " JOIN client c ON c.account = t.account AND c.client = t.client WHERE t.account = $1 AND")
          .append(in_doubt)
          .append(" ORDER BY t.attempt LIMIT $2");
  std::vector<Doubt> doubts;
  for (const auto& row : TRY(unit_.db().run(sql, {unit_.account(), limit}))) {
    doubts.push_back({.attempt = TRY(unit_.attempts().get(row[0].id<AttemptId>())),
                      .name = row[1].text(),
                      .starts_at = row[2].instant()});
  }
  return doubts;
}

Result<void> Doubts::decide(AttemptId id, Fate fate, const std::string& who, const std::string& why) {
  static const std::string sql =
      std::string("SELECT 1 FROM attempt t WHERE t.account = $1 AND t.attempt = $2 AND").append(in_doubt);
  Attempt attempt = TRY(unit_.attempts().get(id));
  if (TRY(unit_.db().run(sql, {unit_.account(), id})).empty()) {
    return Error{ErrorCode::conflict, "nobody needs to decide about this attempt: its fate is known, or was decided"};
  }
  attempt.decided = to_string(fate);
  TRY(unit_.attempts().save(attempt, attempt.state));
  TRY(unit_.ledger().append(
      entry_about(attempt, LedgerKind::by_hand, attempt.decided,
                  LedgerBody().plain("fate", attempt.decided).plain("who", who).plain("why", why))));
  if (fate == Fate::reached) {
    TRY(unit_.queue().settle(attempt.reminder, ReminderState::done, Reason::none, std::nullopt));
    return note_told(unit_, attempt.reminder);
  }
  TRY(unit_.recipients().reached_nobody(attempt));
  if (fate == Fate::not_reached) return {};
  TRY(unit_.queue().again(attempt.reminder, Approval::by_a_person));
  TRY(unit_.queue().unmerge(attempt.id, unit_.now()));
  return note_to_come(unit_, attempt.reminder);
}

}  // namespace courtesy
