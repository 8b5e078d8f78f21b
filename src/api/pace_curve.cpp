#include "api/pace_curve.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>

#include "api/days.h"
#include "schedule/pace_control.h"
#include "store/accounts.h"
#include "store/failsafe.h"

namespace courtesy::api {
namespace {

constexpr minutes step{5};

/// How fast contacts may go out at the moments of a day, asked in their order.
class Room {
 public:
  Room(const Timetable& timetable, const CapacitySettings& wanted, const CallbackRecord& record)
      : timetable_(timetable), wanted_(wanted), record_(record) {}

  /// Contacts an hour. What is on its way now, and who is busy, says nothing of later.
  Result<double> at(Instant at, int agents) {
    const Staffing staffing{.agents = agents, .busy = 0, .leave_in = agents == 0 ? std::nullopt : leave_in(at)};
    const PaceNow pace = TRY(pace_now(wanted_.target, wanted_.handling, wanted_.delay, record_, staffing));
    const bool none = pace.hold == PaceHold::no_agents || pace.hold == PaceHold::agents_leaving;
    return none ? 0 : pace.contacts_per_hour;
  }

 private:
  /// Looked up once for all moments at which somebody is there on end.
  std::optional<std::chrono::duration<double>> leave_in(Instant at) {
    if (!looked_ || (leave_ && *leave_ <= at)) leave_ = timetable_.empty_after(at);
    looked_ = true;
    if (!leave_) return std::nullopt;
    return *leave_ - at;
  }

  const Timetable& timetable_;
  CapacitySettings wanted_;
  const CallbackRecord& record_;
  bool looked_ = false;
  std::optional<Instant> leave_{};
};

struct Hour {
  int agents = 0;
  double contacts = 0;
};

/// Of an hour from there on: the most agents at a time, and the contacts of its steps.
Result<Hour> hour_from(Instant begin, const Timetable& timetable, Room& room) {
  Hour hour;
  for (minutes into{0}; into < hours{1}; into += step) {
    const int agents = timetable.agents_at(begin + into);
    const double pace = TRY(room.at(begin + into, agents));
    hour.agents = std::max(hour.agents, agents);
    hour.contacts += pace * (std::chrono::duration<double>(step) / hours{1});
  }
  return hour;
}

std::int64_t within(const std::vector<Instant>& ascending, Instant from, Instant until) {
  return std::ranges::lower_bound(ascending, until) - std::ranges::lower_bound(ascending, from);
}

}  // namespace

Result<boost::json::array> pace_curve(Unit& unit, const PacingSettings& settings, const std::vector<StaffShift>& shifts,
                                      const CallbackRecord& record) {
  const Zone zone = TRY(Zone::find(TRY(unit.accounts().get()).zone));
  const Timetable timetable(shifts, zone);
  Room room(timetable, reckoned_with(settings), record);
  const LocalDate today = std::chrono::floor<std::chrono::days>(zone.to_local(unit.now()));
  const Instant end = begin_of(zone, today + std::chrono::days{1});
  const std::vector<Instant> waiting = TRY(planned_until(unit, end));
  boost::json::array curve;
  for (Instant at = begin_of(zone, today); at < end; at += hours{1}) {
    const Hour hour = TRY(hour_from(at, timetable, room));
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
