#include "store/doubts.h"

#include <algorithm>
#include <array>

#include "store/appointments.h"
#include "store/ledger.h"
#include "store/progress.h"
#include "store/queue.h"
#include "store/recipients.h"
#include "store/rules.h"
#include "store/told.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::array<std::string_view, 3> words{"reached", "not_reached", "again"};

}  // namespace

std::string_view to_string(Fate fate) { return words[static_cast<std::size_t>(fate)]; }

std::optional<Fate> parse_fate(std::string_view text) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == text) return static_cast<Fate>(i);
  }
  return std::nullopt;
}

bool overdue(const Attempt& attempt, Instant starts_at, minutes min_lead, Instant now) {
  if (attempt.state != AttemptState::unknown || attempt.ended_at || !attempt.decided.empty()) return false;
  return now >= attempt.intended_at + doubted_for || now >= starts_at - min_lead - time_to_ring;
}

Result<std::vector<Doubt>> Doubts::list(int limit) {
  static const std::string with_names =
      "SELECT t.attempt, c.name, a.instant, u.min_lead FROM attempt t"
      " JOIN appointment a ON a.account = t.account AND a.appointment = t.appointment"
      " JOIN client c ON c.account = t.account AND c.client = t.client"
      " JOIN rule u ON u.account = t.account AND u.rule = t.rule WHERE t.account = $1 AND";
  static const std::string given_up =
      std::string(with_names).append(attempt_in_doubt).append(" ORDER BY t.attempt LIMIT $2");
  static const std::string open =
      with_names + " t.look_at IS NOT NULL AND t.state = 'unknown' AND t.decided = '' ORDER BY t.look_at, t.attempt";
  std::vector<Doubt> doubts;
  const auto add = [&](const Row& row) -> Result<void> {
    doubts.push_back({.attempt = TRY(unit_.attempts().get(row[0].id<AttemptId>())),
                      .name = row[1].text(),
                      .starts_at = row[2].instant()});
    return {};
  };
  for (const auto& row : TRY(unit_.db().run(given_up, {unit_.account(), limit}))) TRY(add(row));
  for (const auto& row : TRY(unit_.db().run(open, {unit_.account()}))) {
    TRY(add(row));
    const Doubt& last = doubts.back();
    if (!overdue(last.attempt, last.starts_at, minutes{row[3].number()}, unit_.now())) doubts.pop_back();
  }
  std::ranges::sort(doubts, {}, [](const Doubt& one) { return one.attempt.id; });
  if (doubts.size() > static_cast<std::size_t>(limit)) doubts.resize(static_cast<std::size_t>(limit));
  return doubts;
}

Result<void> Doubts::decide(AttemptId id, Fate fate, const std::string& who, const std::string& why) {
  static const std::string sql =
      std::string("SELECT 1 FROM attempt t WHERE t.account = $1 AND t.attempt = $2 AND").append(attempt_in_doubt);
  Attempt attempt = TRY(unit_.attempts().get(id));
  const Instant starts_at = TRY(unit_.appointments().get(attempt.reminder.appointment)).start.instant;
  const minutes min_lead = TRY(unit_.rules().get(attempt.reminder.rule)).rule.min_lead;
  if (overdue(attempt, starts_at, min_lead, unit_.now())) {
    TRY(give_up(unit_, attempt, attempt.state, "decided_by_hand"));
  } else if (TRY(unit_.db().run(sql, {unit_.account(), id})).empty()) {
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
