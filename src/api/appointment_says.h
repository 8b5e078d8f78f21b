// What each of an appointment's reminders that are still to come would say to its client, and what is heard of a call.
#pragma once

#include <boost/json/fwd.hpp>

#include "base/id.h"
#include "flow/library.h"

namespace courtesy {
class Unit;
}

namespace courtesy::api {

/// {"reminders": [{"rule", "channel", "language", "says", "why", "pieces"}]}: by the present words, in the client's
/// language. `says` is null where they cannot be filled in, and `why` says why. Errors: `not_found`.
Result<boost::json::object> appointment_says(Unit& unit, AppointmentId id, const flow::Library& flows);

}  // namespace courtesy::api
