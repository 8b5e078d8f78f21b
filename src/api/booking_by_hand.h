// Appointments that staff type in, move, cancel and take back, and what a person wants with one reminder. Each answers
// with the appointment as it is then: what will be sent, and when.
#pragma once

#include <boost/json/fwd.hpp>

#include "api/settings.h"
#include "store/by_hand.h"
#include "store/unit.h"

namespace courtesy::api {

/// {"client"} or {"name", "number", "email"}, {"start", "zone", "which", "note", "attested"}. `uid`: of chance.
/// Errors: `invalid`, naming the field: also for a time that the clock skips, and for one that comes twice while
/// `which` is neither `first` nor `second`.
Result<boost::json::object> book(Unit& unit, const boost::json::object& body, const std::string& uid,
                                 const Settings& settings);
/// {"start", "zone", "which", "note"}: what is left out stays as it is.
Result<boost::json::object> move_visit(Unit& unit, std::int64_t id, const boost::json::object& body,
                                       const Settings& settings);
Result<boost::json::object> cancel_visit(Unit& unit, std::int64_t id, const boost::json::object& body);
Result<boost::json::object> restore_visit(Unit& unit, std::int64_t id, const boost::json::object& body);
/// {"rule", "channel"}, of its present start.
template <ReminderWish wish>
Result<boost::json::object> wish_reminder(Unit& unit, std::int64_t id, const boost::json::object& body);

}  // namespace courtesy::api
