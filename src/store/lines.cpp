#include "store/lines.h"

#include <algorithm>

#include "store/accounts.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::string_view select_numbers = "SELECT number FROM line WHERE account = $1 ORDER BY number";

Error no_line() { return {ErrorCode::not_found, "this number is none of the account's"}; }

}  // namespace

Result<std::string> Lines::flow_of(const std::string& number) {
  const Rows rows =
      TRY(unit_.db().run("SELECT flow FROM line WHERE account = $1 AND number = $2", {unit_.account(), number}));
  if (!rows.empty()) return rows[0][0].text();
  if (number.empty() || TRY(unit_.accounts().get()).caller_number != number) return no_line();
  return std::string(usual_line_flow);
}

Result<std::vector<Line>> Lines::list() {
  std::vector<Line> lines;
  for (const auto& row : TRY(unit_.db().run(
           "SELECT number, flow, set_at, set_by FROM line WHERE account = $1 ORDER BY number", {unit_.account()}))) {
    lines.push_back({row[0].text(), row[1].text(), row[2].instant(), row[3].text()});
  }
  const std::string own = TRY(unit_.accounts().get()).caller_number;
  if (!own.empty() && std::ranges::find(lines, own, &Line::number) == lines.end()) {
    lines.push_back({.number = own, .flow = std::string(usual_line_flow), .set_by = {}});
    std::ranges::sort(lines, {}, &Line::number);
  }
  return lines;
}

Result<void> Lines::foresee_own_numbers() {
  const Value asked[] = {unit_.account()};
  return unit_.db().foresee(select_numbers, std::size(asked), asked);
}

Result<std::vector<std::string>> Lines::own_numbers() {
  const Account& account = TRY(unit_.accounts().row())->account;
  std::vector<std::string> numbers{account.caller_number, account.callback_number};
  for (const auto& row : TRY(unit_.db().run(select_numbers, {unit_.account()}))) numbers.push_back(row[0].text());
  std::erase(numbers, "");
  return numbers;
}

Result<void> Lines::set(const std::string& number, const std::string& flow, const std::string& who) {
  const Rows others =
      TRY(unit_.db().run("SELECT 1 FROM line WHERE number = $2 AND account <> $1"
                         " UNION ALL SELECT 1 FROM account WHERE caller_number = $2 AND account <> $1",
                         {unit_.account(), number}));
  if (!others.empty()) return Error{ErrorCode::conflict, "this number is another account's"};
  TRY(
      unit_.db().run("INSERT INTO line (account, number, flow, set_at, set_by) VALUES ($1, $2, $3, $4, $5)"
                     " ON CONFLICT (account, number) DO UPDATE SET flow = $3, set_at = $4, set_by = $5",
                     {unit_.account(), number, flow, unit_.now(), who}));
  return {};
}

Result<void> Lines::remove(const std::string& number) {
  const Rows rows =
      TRY(unit_.db().run("DELETE FROM line WHERE account = $1 AND number = $2 RETURNING 1", {unit_.account(), number}));
  if (rows.empty()) return no_line();
  TRY(
      unit_.db().run("INSERT INTO past_line (account, number, removed_at) VALUES ($1, $2, $3)"
                     " ON CONFLICT (account, number) DO UPDATE SET removed_at = $3",
                     {unit_.account(), number, unit_.now()}));
  return {};
}

Result<LineSettings> Lines::settings() {
  const Rows rows = TRY(unit_.db().run(
      "SELECT put_through_number, return_missed, cancel_notice FROM account WHERE account = $1", {unit_.account()}));
  if (rows.empty()) return Error{ErrorCode::not_found, "no such account"};
  return LineSettings{.put_through_number = rows[0][0].text(),
                      .return_missed = rows[0][1].number() != 0,
                      .cancel_notice = minutes{rows[0][2].number()}};
}

Result<void> Lines::set_settings(const LineSettings& settings) {
  TRY(unit_.db().run(
      "UPDATE account SET put_through_number = $2, return_missed = $3, cancel_notice = $4 WHERE account = $1",
      {unit_.account(), settings.put_through_number, settings.return_missed,
       std::int64_t{settings.cancel_notice.count()}}));
  return {};
}

Result<AccountId> Lines::account_of(const std::string& number) {
  const Rows rows = TRY(unit_.db().run("SELECT account FROM line WHERE number = $1", {number}));
  if (!rows.empty()) return rows[0][0].id<AccountId>();
  return unit_.accounts().by_number(number);
}

Result<AccountId> Lines::account_of_texts(const std::string& number) {
  const Result<AccountId> has_it = account_of(number);
  if (has_it || has_it.error().code != ErrorCode::not_found) return has_it;
  const Rows had = TRY(unit_.db().run(
      "SELECT account FROM past_line WHERE number = $1 ORDER BY removed_at DESC, account LIMIT 1", {number}));
  return had.empty() ? has_it : Result<AccountId>(had[0][0].id<AccountId>());
}

}  // namespace courtesy
