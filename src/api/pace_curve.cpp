#include "api/pace_curve.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>

#include "api/days.h"
#include "schedule/pacing.h"
#include "store/accounts.h"
#include "store/failsafe.h"

namespace courtesy::api {
namespace {

constexpr minutes step{15};  // shifts begin and end at quarters, mostly

struct Hour {
  int agents = 0;
  double contacts = 0;
};

/// Of an hour from there on: the most agents at a time, and the contacts of its quarters.
Result<Hour> hour_from(Instant begin, const Timetable& timetable, const PacingSettings& settings) {
  const PaceTarget target{
      .wait = settings.wait, .share = settings.wait_share, .callback_share = settings.callback_share};
  Hour hour;
  for (minutes into{0}; into < hours{1}; into += step) {
    const int agents = timetable.agents_at(begin + into);
    const Pace pace = TRY(fastest_pace({.agents = agents, .handling = settings.handling}, target));
    hour.agents = std::max(hour.agents, agents);
    hour.contacts += pace.contacts_per_hour * (std::chrono::duration<double>(step) / hours{1});
  }
  return hour;
}

std::int64_t within(const std::vector<Instant>& ascending, Instant from, Instant until) {
  return std::ranges::lower_bound(ascending, until) - std::ranges::lower_bound(ascending, from);
}

}  // namespace

Result<boost::json::array> pace_curve(Unit& unit, const PacingSettings& settings,
                                      const std::vector<StaffShift>& shifts) {
  const Zone zone = TRY(Zone::find(TRY(unit.accounts().get()).zone));
  const Timetable timetable(shifts, zone);
  const LocalDate today = std::chrono::floor<std::chrono::days>(zone.to_local(unit.now()));
  const Instant end = begin_of(zone, today + std::chrono::days{1});
  const std::vector<Instant> waiting = TRY(planned_until(unit, end));
  boost::json::array curve;
  for (Instant at = begin_of(zone, today); at < end; at += hours{1}) {
    const Hour hour = TRY(hour_from(at, timetable, settings));
    const bool is_now = at <= unit.now() && unit.now() < at + hours{1};
    curve.push_back({{"at", to_string(at)},
                     {"local", to_string(zone.to_local(at))},
                     {"agents", hour.agents},
                     {"contacts", shifts.empty() ? boost::json::value(nullptr) : std::round(hour.contacts)},
                     {"waiting", within(waiting, is_now ? Instant::min() : at, at + hours{1})}});
  }
  return curve;
}

}  // namespace courtesy::api
