// An account's day by the hour: what those who take callbacks leave room for, and what waits to go out.
#pragma once

#include <boost/json/fwd.hpp>

#include "schedule/timetable.h"
#include "store/capacity.h"
#include "store/unit.h"

namespace courtesy::api {

/// The hours of today by the account's clock, 23 to 25 of them: {"at", "local", "agents", "contacts", "waiting"}.
/// `contacts`: how many may go out in that hour so that those who ring back find somebody, reckoned as the pace itself
/// is: by what was learnt of callbacks, and none in the last minutes before everybody leaves; null without a timetable.
/// `waiting`: reminders whose time is then; what is late counts for this hour. `record`: as it is now.
Result<boost::json::array> pace_curve(Unit& unit, const PacingSettings& settings, const std::vector<StaffShift>& shifts,
                                      const CallbackRecord& record);

}  // namespace courtesy::api
