#include "api/days.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "api/answer.h"
#include "api/closed_days.h"
#include "api/seen.h"
#include "store/accounts.h"
#include "store/calendar.h"

namespace courtesy::api {
namespace {

using Object = boost::json::object;

/// A week of more visits a day is no page any more: the day's own list has them all.
constexpr int most_visits = 300;

Result<std::optional<LocalDate>> date_in(const http::Fields& query, std::string_view name) {
  const auto text = http::field(query, name).value_or("");
  if (text.empty()) return std::optional<LocalDate>{};
  const auto date = parse_date(text);
  if (!date) return invalid(fmt::format("`{}` must be a date like 2026-05-12", name));
  return std::optional(*date);
}

Object counts_json(const StateCounts& counts) {
  Object words;
  for (std::size_t i = 0; i < counts.size(); ++i) words[to_string(static_cast<AppointmentState>(i))] = counts[i];
  return words;
}

/// Those to ring by hand; of whom it is not certain the day's own rule decides.
Result<std::vector<ToRing>> to_ring(Unit& unit, Instant from, Instant to) {
  std::vector<ToRing> certain;
  for (const ToRing& one : TRY(Calendar(unit).to_ring(from, to))) {
    if (one.perhaps) {
      const Seen seen = TRY(see(unit, TRY(unit.appointments().get(one.id))));
      if (!TRY(by_hand(unit, seen, {}))) continue;
    }
    certain.push_back(one);
  }
  return certain;
}

boost::json::array visits_json(const std::vector<ShortVisit>& visits, const std::set<AppointmentId>& ring) {
  boost::json::array list;
  for (const ShortVisit& one : visits)
    list.push_back(Object{{"id", one.id.value()},
                          {"at", to_string(one.instant)},
                          {"local", to_string(one.local)},
                          {"name", one.name},
                          {"summary", one.summary},
                          {"state", to_string(one.state)},
                          {"ring_by_hand", ring.contains(one.id)}});
  return list;
}

}  // namespace

Instant begin_of(const Zone& zone, LocalDate date) { return zone.resolve(LocalTime(date)).instant; }

Result<std::optional<Days>> days_in(const http::Fields& query, std::int64_t most) {
  const auto from = TRY(date_in(query, "from"));
  const auto to = TRY(date_in(query, "to"));
  if (!from && !to) return std::optional<Days>{};
  if (!from || !to) return invalid("`from` and `to` belong together");
  const Days days{*from, *to};
  if (days.count() < 1) return invalid("`from` must not be after `to`");
  if (days.count() > most) return invalid(fmt::format("`from` to `to` may be at most {} days", most));
  return std::optional(days);
}

Result<Object> days_page(Unit& unit, Days days) {
  const Account account = TRY(unit.accounts().get());
  const Zone zone = TRY(Zone::find(account.zone));
  const LocalDate today = std::chrono::floor<std::chrono::days>(zone.to_local(unit.now()));
  const auto after = [](LocalDate date) { return date + std::chrono::days{1}; };
  const auto ring = TRY(to_ring(unit, begin_of(zone, days.from), begin_of(zone, after(days.to))));
  std::set<AppointmentId> ring_ids;
  for (const ToRing& one : ring) ring_ids.insert(one.id);

  boost::json::array list;
  for (LocalDate date = days.from; date <= days.to; date = after(date)) {
    const Instant begins = begin_of(zone, date);
    const Instant ends = begin_of(zone, after(date));
    const auto here = std::count_if(ring.begin(), ring.end(),
                                    [&](const ToRing& one) { return begins <= one.instant && one.instant < ends; });
    Object day{{"date", to_string(date)},
               {"counts", counts_json(TRY(Calendar(unit).counts(begins, ends)))},
               {"ring_by_hand", here},
               {"closed", TRY(closed_on(unit, date))}};
    if (days.count() <= days_with_visits)
      day["appointments"] = visits_json(TRY(Calendar(unit).visits(begins, ends, most_visits)), ring_ids);
    list.push_back(std::move(day));
  }
  return Object{{"from", to_string(days.from)},
                {"to", to_string(days.to)},
                {"today", to_string(today)},
                {"zone", account.zone},
                {"days", std::move(list)}};
}

}  // namespace courtesy::api
