// What flows told the business's own systems, where it is delivered, and delivering it again.
#pragma once

#include <boost/json/fwd.hpp>

#include "api/settings.h"
#include "store/event_book.h"
#include "store/unit.h"

namespace courtesy::api {

/// Those after that one, in their order.
Result<boost::json::object> events_page(Unit& unit, EventId after, int limit);
/// Newest first, with counts: for whoever looks whether all arrived. `before`: those below it; 0: from the newest.
Result<boost::json::object> newest_events(Unit& unit, EventId before, bool undelivered, int limit);
/// {"event": 7}, or {"undelivered_after": 3}: all that were given up or had no address. Errors: `not_found`; `invalid`
/// without an address.
Result<boost::json::object> replay_events(Unit& unit, const boost::json::object& body);
/// With the signing secret, in the form of Standard Webhooks (`whsec_...`).
Result<boost::json::object> event_target(Unit& unit);
/// {"url", "who"}; an empty or missing `url`: nothing is delivered any more. Errors: `invalid` for an address that is
/// not https.
Result<boost::json::object> set_event_target(Unit& unit, const boost::json::object& body, const Settings& settings);
/// {"who"}: a new secret; the one before it signs beside it until the next.
Result<boost::json::object> renew_event_key(Unit& unit, const boost::json::object& body);

}  // namespace courtesy::api
