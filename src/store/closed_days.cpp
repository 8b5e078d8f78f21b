#include "store/closed_days.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/accounts.h"
#include "store/unit.h"

namespace courtesy {
namespace {

using std::chrono::days;

constexpr days planned_back{31};
constexpr days most_ahead{5 * 366};
/// A closed date later than that changes nothing for what is due now: permitted hours are looked for two weeks ahead.
constexpr days asked_ahead{16};
constexpr std::string_view select = "SELECT closed_day, first, last, name FROM closed_day WHERE account = $1";

std::int64_t as_bits(const std::array<bool, 7>& open) {
  std::int64_t bits = 0;
  for (std::size_t day = 0; day < open.size(); ++day) bits |= open[day] ? std::int64_t{1} << day : 0;
  return bits;
}

std::array<bool, 7> from_bits(std::int64_t bits) {
  std::array<bool, 7> open{};
  for (std::size_t day = 0; day < open.size(); ++day) open[day] = (bits >> day & 1) != 0;
  return open;
}

std::vector<ClosedDay> read(const Rows& rows) {
  std::vector<ClosedDay> found;
  for (const Row& row : rows)
    found.push_back({.id = row[0].id<ClosedDayId>(),
                     .first = parse_date(row[1].text()).value(),
                     .last = parse_date(row[2].text()).value(),
                     .name = row[3].text()});
  return found;
}

std::set<LocalDate> dates_of(const std::vector<ClosedDay>& closed) {
  std::set<LocalDate> dates;
  for (const ClosedDay& one : closed)
    for (LocalDate date = one.first; date <= one.last; date += days{1}) dates.insert(date);
  return dates;
}

Error no_such_day(ClosedDayId id) {
  return {ErrorCode::not_found, fmt::format("there is no closed day {} in this account", id.value())};
}

LocalDate date_in(const Zone& zone, Instant instant) { return std::chrono::floor<days>(zone.to_local(instant)); }

const std::string& select_without_calls() {
  static const std::string sql = std::string(select).append(
      " AND last >= $2 AND first <= $3"
      " AND (SELECT calls_when_closed FROM account a WHERE a.account = closed_day.account) = 0");
  return sql;
}

std::string words(const ClosedDay& day) {
  const std::string dates =
      day.first == day.last ? to_string(day.first) : fmt::format("{}–{}", to_string(day.first), to_string(day.last));
  return day.name.empty() ? dates : fmt::format("{} ({})", dates, day.name);
}

}  // namespace

Result<BusinessWeek> ClosedDays::week() {
  const Rows rows =
      TRY(unit_.db().run("SELECT open_weekdays, calls_when_closed FROM account WHERE account = $1", {unit_.account()}));
  if (rows.empty()) return Error{ErrorCode::not_found, "no such account"};
  return BusinessWeek{.open = from_bits(rows[0][0].number()), .calls_when_closed = rows[0][1].number() != 0};
}

Result<void> ClosedDays::set_week(const BusinessWeek& week) {
  if (as_bits(week.open) == 0) return invalid("a business is open on one weekday at least: name it");
  TRY(unit_.db().run("UPDATE account SET open_weekdays = $2, calls_when_closed = $3 WHERE account = $1",
                     {unit_.account(), as_bits(week.open), week.calls_when_closed}));
  return changed();
}

Result<std::vector<ClosedDay>> ClosedDays::list() {
  static const std::string sql = std::string(select).append(" ORDER BY first, closed_day");
  return read(TRY(unit_.db().run(sql, {unit_.account()})));
}

Result<ClosedDay> ClosedDays::get(ClosedDayId id) {
  static const std::string sql = std::string(select).append(" AND closed_day = $2");
  const std::vector<ClosedDay> found = read(TRY(unit_.db().run(sql, {unit_.account(), id})));
  if (found.empty()) return no_such_day(id);
  return found.front();
}

Result<std::vector<ClosedDay>> ClosedDays::between(LocalDate first, LocalDate last) {
  static const std::string sql =
      std::string(select).append(" AND last >= $2 AND first <= $3 ORDER BY first, closed_day");
  return read(TRY(unit_.db().run(sql, {unit_.account(), to_string(first), to_string(last)})));
}

Result<ClosedDayId> ClosedDays::add(const ClosedDay& day) {
  if (day.last < TRY(today())) return invalid(fmt::format("{} is over: a day can be closed ahead", words(day)));
  TRY(check(day));
  if (std::ssize(TRY(list())) >= most_closed_days)
    return Error{ErrorCode::full,
                 fmt::format("an account keeps {} closed days and ranges at most: delete past ones", most_closed_days)};
  const Rows rows =
      TRY(unit_.db().run("INSERT INTO closed_day (account, closed_day, first, last, name, added_at)"
                         " VALUES ($1, (SELECT COALESCE(MAX(closed_day), 0) + 1 FROM closed_day WHERE account = $1),"
                         " $2, $3, $4, $5) RETURNING closed_day",
                         {unit_.account(), to_string(day.first), to_string(day.last), day.name, unit_.now()}));
  TRY(changed());
  return rows[0][0].id<ClosedDayId>();
}

Result<void> ClosedDays::change(const ClosedDay& day) {
  const ClosedDay before = TRY(get(day.id));
  const bool same_days = before.first == day.first && before.last == day.last;
  if (!same_days && (before.last < TRY(today()) || day.last < TRY(today())))
    return invalid(fmt::format("{} is over: a day can be closed ahead", words(before)));
  TRY(check(day));
  TRY(unit_.db().run("UPDATE closed_day SET first = $3, last = $4, name = $5 WHERE account = $1 AND closed_day = $2",
                     {unit_.account(), day.id, to_string(day.first), to_string(day.last), day.name}));
  return changed();
}

Result<void> ClosedDays::remove(ClosedDayId id) {
  const Rows rows = TRY(unit_.db().run(
      "DELETE FROM closed_day WHERE account = $1 AND closed_day = $2 RETURNING closed_day", {unit_.account(), id}));
  if (rows.empty()) return no_such_day(id);
  return changed();
}

Result<std::int64_t> ClosedDays::version() {
  const Rows rows = TRY(unit_.db().run("SELECT calendar_version FROM account WHERE account = $1", {unit_.account()}));
  if (rows.empty()) return Error{ErrorCode::not_found, "no such account"};
  return rows[0][0].number();
}

Result<const Calendared*> ClosedDays::calendar() {
  if (!calendar_) {
    const BusinessWeek week = TRY(this->week());
    const LocalDate now = LocalDate{std::chrono::floor<days>(unit_.now()).time_since_epoch()};  // to a day is enough
    calendar_ = {
        .days = {.open = week.open, .closed_dates = dates_of(TRY(between(now - planned_back, now + most_ahead)))},
        .calls_when_closed = week.calls_when_closed};
  }
  return &*calendar_;
}

Result<void> ClosedDays::foresee(std::span<const Due> due) {
  const auto zone = TRY(zone_for_calls(due));
  return zone ? unit_.db().foresee(select_without_calls(), 3, without_calls_from(*zone)) : Result<void>{};
}

Result<Constraint> ClosedDays::open_for_calls(std::span<const Due> due) {
  const auto zone = TRY(zone_for_calls(due));
  if (!zone) return any_hour_but_on({}, {});
  const Rows rows = TRY(unit_.db().run(select_without_calls(), without_calls_from(*zone)));
  return any_hour_but_on(dates_of(read(rows)), {*zone});
}

Result<std::optional<Zone>> ClosedDays::zone_for_calls(std::span<const Due> due) {
  const auto is_call = [](const Due& one) { return one.key.channel == Channel::call; };
  if (std::ranges::none_of(due, is_call)) return std::optional<Zone>{};
  const auto zone = Zone::find(TRY(unit_.accounts().row())->account.zone);
  return zone ? std::optional(*zone) : std::optional<Zone>{};
}

std::vector<Value> ClosedDays::without_calls_from(const Zone& zone) const {
  const LocalDate now = date_in(zone, unit_.now());
  return {unit_.account(), to_string(now), to_string(now + asked_ahead)};
}

Result<void> ClosedDays::check(const ClosedDay& day) {
  if (day.last < day.first)
    return invalid(fmt::format("the first of several closed days, {}, must not be after the last, {}",
                               to_string(day.first), to_string(day.last)));
  const LocalDate now = TRY(today());
  if (day.last > now + most_ahead)
    return invalid(fmt::format("{} is more than five years ahead: look at the year", to_string(day.last)));
  if (day.name.size() > longest_closed_day_name)
    return invalid(fmt::format("the name of a closed day may have {} bytes at most", longest_closed_day_name));
  std::int64_t ahead = day.days();
  for (const ClosedDay& other : TRY(between(std::min(now, day.first), now + most_ahead))) {
    if (other.id == day.id) continue;
    if (other.first <= day.last && day.first <= other.last)
      return Error{ErrorCode::conflict,
                   fmt::format("{} is closed already: change that, or delete it first", words(other))};
    ahead += other.days();
  }
  if (ahead > most_days_ahead)
    return Error{ErrorCode::full, fmt::format("more than {} closed days ahead: set the weekdays on which the business "
                                              "is open, or fewer days",
                                              most_days_ahead)};
  return {};
}

Result<void> ClosedDays::changed() {
  calendar_.reset();
  TRY(unit_.db().run("UPDATE account SET calendar_version = calendar_version + 1 WHERE account = $1",
                     {unit_.account()}));
  return {};
}

Result<LocalDate> ClosedDays::today() {
  return date_in(TRY(Zone::find(TRY(unit_.accounts().get()).zone)), unit_.now());
}

}  // namespace courtesy
