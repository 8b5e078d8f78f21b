// The account's calendar over the API: on which weekdays it works, and on which dates it is closed.
#pragma once

#include <boost/json/fwd.hpp>

#include "api/call.h"
#include "http/seam.h"
#include "store/unit.h"

namespace courtesy::api {

class Api;

/// All of it. Its `version` is the ETag, which a change may name as If-Match: 412 where it is another by now. Changes
/// answer with the same page and with `moved`: how many reminders go by another time now.
void get_closed_days(Api& api, Call call, http::Respond respond);
/// {"open_weekdays", "calls_on_closed_days"}: what is left out stays as it is.
void put_business_week(Api& api, Call call, http::Respond respond);
/// {"from", "to", "name"}: closed on these dates, or on the one. `visits`: how many are booked then all the same.
void post_closed_day(Api& api, Call call, http::Respond respond);
/// The same of one that is there: what is left out stays as it is.
void put_closed_day(Api& api, Call call, http::Respond respond);
void remove_closed_day(Api& api, Call call, http::Respond respond);

/// The closed day that this date is one of: {"from", "to", "name"}, or null.
Result<boost::json::value> closed_on(Unit& unit, LocalDate date);

}  // namespace courtesy::api
