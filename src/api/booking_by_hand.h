// Appointments that staff type in, move, cancel and take back, and what a person wants with one reminder. Each answers
// with the appointment as it is then: what will be sent, and when.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "api/settings.h"
#include "store/by_hand.h"
#include "store/unit.h"

namespace courtesy::api {

/// A visit to be booked: {"client"} or {"name", "number", "email"}, {"start", "zone", "which", "note", "attested"}.
struct BookingRequest {
  boost::json::object body;
  std::string uid;  ///< of chance
  Audience audience = Audience::everybody;
};
/// Errors: `invalid`, naming the field: also for a time that the clock skips, and for one that comes twice while
/// `which` is neither `first` nor `second`; `conflict` with `no_guest` for a client whom the audience does not have.
Result<boost::json::object> book(Unit& unit, const BookingRequest& request, const Settings& settings);
inline constexpr const char* no_guest =
    "This client has a number or address that is not on the installation's allow_list: a guest key books for nobody "
    "else.";
/// {"start", "zone", "which", "note"}: what is left out stays as it is.
Result<boost::json::object> move_visit(Unit& unit, std::int64_t id, const boost::json::object& body,
                                       const Settings& settings);
Result<boost::json::object> cancel_visit(Unit& unit, std::int64_t id, const boost::json::object& body);
Result<boost::json::object> restore_visit(Unit& unit, std::int64_t id, const boost::json::object& body);
/// {"rule", "channel"}, of its present start.
template <ReminderWish wish>
Result<boost::json::object> wish_reminder(Unit& unit, std::int64_t id, const boost::json::object& body);

}  // namespace courtesy::api
