#include "store/pages.h"

#include <algorithm>

#include "store/ledger.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr const char* set_columns =
    "page_set, begun_at, operator, step, next_at, told_until, secret, position, call_step, ended_at";

PageSet read_set(const Row& row) {
  return {.id = row[0].number(),
          .begun_at = row[1].instant(),
          .operator_index = static_cast<int>(row[2].number()),
          .step = static_cast<int>(row[3].number()),
          .next_at = row[4].instant(),
          .told_until = row[5].number(),
          .secret = row[6].text(),
          .position = row[7].text(),
          .call_step = row[8].number(),
          .ended = !row[9].null()};
}

Result<PageSet> only(const Rows& rows) {
  if (rows.empty()) return Error{ErrorCode::not_found, "no such page"};
  return read_set(rows[0]);
}

}  // namespace

std::string_view to_string(PageReason reason) {
  switch (reason) {
    case PageReason::heartbeat_missed: return "heartbeat_missed";
    case PageReason::backlog_too_old: return "backlog_too_old";
    case PageReason::sending_stopped: return "sending_stopped";
    case PageReason::store_failing: return "store_failing";
    case PageReason::health_red: return "health_red";
  }
  return "health_red";
}

Result<bool> Pages::take(std::span<const Cause> causes) {
  const Rows open =
      TRY(unit_.db().run("SELECT page, reason, subject, over_at FROM page"
                         " WHERE over_at IS NULL OR acknowledged_at IS NULL ORDER BY page"));
  bool changed = false;
  std::vector<const Cause*> fresh;
  for (const auto& cause : causes) fresh.push_back(&cause);
  for (const auto& row : open) {
    const auto still = std::find_if(fresh.begin(), fresh.end(), [&](const Cause* cause) {
      return to_string(cause->reason) == row[1].text() && cause->subject == row[2].text();
    });
    const bool is_over = still == fresh.end();
    if (!is_over) fresh.erase(still);
    if (is_over != row[3].null()) continue;
    TRY(unit_.db().run("UPDATE page SET over_at = $2 WHERE page = $1",
                       {row[0].number(), is_over ? Value(unit_.now()) : Value()}));
    changed = true;
  }
  for (const Cause* cause : fresh) {
    TRY(
        unit_.db().run("INSERT INTO page (page, reason, subject, words, since)"
                       " VALUES ((SELECT COALESCE(MAX(page), 0) + 1 FROM page), $1, $2, $3, $4)",
                       {to_string(cause->reason), cause->subject, cause->words, unit_.now()}));
    TRY(unit_.ledger().append(LedgerEntry{.kind = LedgerKind::error, .code = std::string(to_string(cause->reason))}));
    changed = true;
  }
  return changed;
}

Result<std::vector<Page>> Pages::unacknowledged() {
  std::vector<Page> pages;
  const Rows rows =
      TRY(unit_.db().run("SELECT page, words, since, over_at FROM page WHERE acknowledged_at IS NULL ORDER BY page"));
  for (const auto& row : rows) {
    pages.push_back({row[0].number(), row[1].text(), row[2].instant(), row[3].maybe_instant()});
  }
  return pages;
}

Result<std::optional<PageSet>> Pages::last_set() {
  const Rows rows =
      TRY(unit_.db().run(std::string("SELECT ") + set_columns + " FROM page_set ORDER BY page_set DESC LIMIT 1"));
  if (rows.empty()) return std::optional<PageSet>{};
  return std::optional(read_set(rows[0]));
}

Result<PageSet> Pages::set(std::int64_t id) {
  return only(TRY(unit_.db().run(std::string("SELECT ") + set_columns + " FROM page_set WHERE page_set = $1", {id})));
}

Result<PageSet> Pages::last_set_to(const std::string& recipient) {
  return only(TRY(unit_.db().run(std::string("SELECT ") + set_columns +
                                     " FROM page_set WHERE page_set ="
                                     " (SELECT MAX(page_set) FROM page_ring WHERE recipient = $1)",
                                 {recipient})));
}

Result<std::int64_t> Pages::next_set_id() {
  return TRY(unit_.db().run("SELECT COALESCE(MAX(page_set), 0) + 1 FROM page_set"))[0][0].number();
}

Result<void> Pages::save(const PageSet& set) {
  TRY(unit_.db().run(
      "INSERT INTO page_set (page_set, begun_at, operator, step, next_at, told_until, secret, position, call_step,"
      " ended_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (page_set) DO UPDATE SET step = $4,"
      " next_at = $5, told_until = $6, position = $8, call_step = $9, ended_at = COALESCE(page_set.ended_at, $10)",
      {set.id, set.begun_at, set.operator_index, set.step, set.next_at, set.told_until, set.secret, set.position,
       set.call_step, set.ended ? Value(unit_.now()) : Value()}));
  return {};
}

Result<void> Pages::add_ring(const PageRing& ring) {
  TRY(unit_.db().run(
      "INSERT INTO page_ring (page_set, step, at, operator, channel, recipient, ending)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {ring.set, ring.step, unit_.now(), ring.operator_name, to_string(ring.channel), ring.recipient, ring.ending}));
  return {};
}

Result<void> Pages::end_ring(std::int64_t set, int step, const std::string& ending, const std::string& code) {
  TRY(unit_.db().run("UPDATE page_ring SET ending = $3, code = $4 WHERE page_set = $1 AND step = $2",
                     {set, step, ending, code}));
  return {};
}

Result<std::string> Pages::operator_of(std::int64_t set) {
  const Rows rows =
      TRY(unit_.db().run("SELECT operator FROM page_ring WHERE page_set = $1 ORDER BY step LIMIT 1", {set}));
  return rows.empty() ? std::string{} : rows[0][0].text();
}

Result<int> Pages::acknowledge(const PageSet& set, const std::string& who, const std::string& how) {
  const Rows rows =
      TRY(unit_.db().run("UPDATE page SET acknowledged_at = $2, acknowledged_by = $3, acknowledged_how = $4"
                         " WHERE acknowledged_at IS NULL AND page <= $1 RETURNING page",
                         {set.told_until, unit_.now(), who, how}));
  TRY(unit_.db().run("UPDATE page_set SET ended_at = $2 WHERE page_set = $1 AND ended_at IS NULL",
                     {set.id, unit_.now()}));
  if (rows.empty()) return 0;
  TRY(unit_.ledger().append(LedgerEntry{.kind = LedgerKind::by_hand, .code = "page_acknowledged"}));
  return static_cast<int>(rows.size());
}

Result<Pages::Totals> Pages::totals() {
  const Rows rows = TRY(
      unit_.db().run("SELECT (SELECT COUNT(*) FROM page), (SELECT COUNT(*) FROM page WHERE acknowledged_at IS NULL),"
                     " (SELECT COUNT(*) FROM page_ring)"));
  return Totals{rows[0][0].number(), rows[0][1].number(), rows[0][2].number()};
}

}  // namespace courtesy
