#include "store/account_copy.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/zone.h"
#include "store/accounts.h"

namespace courtesy {
namespace {

constexpr int days_ahead = 14;
constexpr hours contacts_count{31 * 24};

/// Reminders that are looked at on that day, and those of the day that somebody or the plan has decided on already.
constexpr std::string_view of_the_day =
    "(state = 'waiting' AND look_at >= $2 AND look_at < $3) OR (state <> 'waiting' AND due >= $2 AND due < $3)";

/// What has an end is history that the interlocks ask for; what has none is the gateway's to tell, and left out.
constexpr const char* whole_tables[] = {"account",       "client",       "client_alias",   "client_joined",
                                        "consent",       "suppression",  "rule",           "pacing",
                                        "agent",         "spent",        "staff_shift",    "tally",
                                        "line",          "fact",         "prompt",         "audio",
                                        "flow_live",     "flow_version", "prompt_version", "template_version",
                                        "template_live", "closed_day"};

Result<std::int64_t> count_of_day(Unit& unit, const AccountCopy& copy) {
  return TRY(unit.db().run(fmt::format("SELECT COUNT(*) FROM reminder WHERE account = $1 AND ({})", of_the_day),
                           {unit.account(), copy.from, copy.until}))[0][0]
      .number();
}

Result<void> read_day(Unit& unit, AccountCopy& copy) {
  const auto chosen = TRY(unit.db().run(fmt::format("SELECT * FROM reminder WHERE account = $1 AND ({})", of_the_day),
                                        {unit.account(), copy.from, copy.until}));
  copy.tables.emplace_back("reminder", chosen);
  copy.tables.emplace_back(
      "appointment", TRY(unit.db().run(fmt::format("SELECT * FROM appointment WHERE account = $1 AND appointment IN"
                                                   " (SELECT appointment FROM reminder WHERE account = $1 AND ({}))",
                                                   of_the_day),
                                       {unit.account(), copy.from, copy.until})));
  // What has an end is history that the interlocks ask for; what has none is the gateway's to tell, and left out.
  copy.tables.emplace_back(
      "attempt",
      TRY(unit.db().run("SELECT * FROM attempt WHERE account = $1 AND intended_at >= $2 AND ended_at IS NOT NULL",
                        {unit.account(), unit.now() - contacts_count})));
  // Caps are a person's, whoever has contacted them; what is copied says no more than when.
  copy.tables.emplace_back(
      "recipient_contact",
      TRY(unit.db().run("SELECT * FROM recipient_contact WHERE at >= $2 AND state = 'ended' AND recipient IN"
                        " (SELECT number FROM client WHERE account = $1 AND number <> '' UNION"
                        " SELECT lower(email) FROM client WHERE account = $1 AND email <> '')",
                        {unit.account(), unit.now() - contacts_count})));
  return {};
}

Result<void> put_rows(Db& db, const std::string& table, const Rows& rows) {
  if (rows.empty()) return {};
  const std::size_t width = rows.front().size();
  std::string places;
  for (std::size_t i = 1; i <= width; ++i) places += fmt::format("{}${}", i == 1 ? "" : ", ", i);
  std::vector<Value> values;
  values.reserve(width * rows.size());
  for (const Row& row : rows) values.insert(values.end(), row.begin(), row.end());
  TRY(db.run_each(fmt::format("INSERT INTO {} VALUES ({})", table, places), width, values));
  return {};
}

Result<void> settle_in(Db& db, const AccountCopy& copy) {
  TRY(db.run("INSERT INTO recipient SELECT DISTINCT recipient FROM recipient_contact"));
  TRY(
      // What is under way was left out: it is no reason to find more contacts counted than there are.
      db.run("UPDATE account SET stopped_at = NULL, stopped_who = NULL, stopped_why = NULL, event_url = '',"
             " swept_tallied = tallied, swept_attempt = (SELECT COALESCE(MAX(attempt), 0) FROM attempt"
             " WHERE attempt.account = $1), next_look = NULL, next_due = (SELECT MIN(look_at) FROM reminder WHERE "
             "reminder.account = $1"
             " AND state = 'waiting') WHERE account = $1",
             {copy.account}));
  return {};
}

}  // namespace

Result<AccountCopy> copy_account(Unit& unit, LocalDate date) {
  const Account account = TRY(unit.accounts().get());
  const Zone zone = TRY(Zone::find(account.zone));
  const auto today = std::chrono::floor<std::chrono::days>(zone.to_local(unit.now()));
  if (date < today || date > today + std::chrono::days{days_ahead})
    return invalid(fmt::format("the day must be today or one of the next {}", days_ahead));
  AccountCopy copy{.account = unit.account(), .settings = unit.settings(), .taken = unit.now(), .tables = {}};
  copy.from = std::max(unit.now(), zone.resolve(LocalTime{date}).instant);
  copy.until = zone.resolve(LocalTime{date + std::chrono::days{1}}).instant;
  copy.language = unit.language();
  copy.stopped = TRY(unit.accounts().stop()).has_value();
  if (TRY(count_of_day(unit, copy)) > most_copied_reminders)
    return Error{ErrorCode::full,
                 fmt::format("more than {} reminders are to go out on that day", most_copied_reminders)};
  for (const char* table : whole_tables) {
    copy.tables.emplace_back(
        table, TRY(unit.db().run(fmt::format("SELECT * FROM {} WHERE account = $1", table), {unit.account()})));
  }
  TRY(read_day(unit, copy));
  return copy;
}

Result<void> put_copy(Db& db, const AccountCopy& copy) {
  TRY(db.begin());
  for (const auto& [table, rows] : copy.tables) {
    if (auto put = put_rows(db, table, rows); !put) return db.roll_back(), put.error();
  }
  if (auto settled = settle_in(db, copy); !settled) return db.roll_back(), settled.error();
  if (db.commit() != CommitEnding::committed) return Error{ErrorCode::unavailable, "the copy could not be kept"};
  return {};
}

}  // namespace courtesy
