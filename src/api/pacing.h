// An account's pace: what is wanted, who is there, what has come in.
#pragma once

#include <boost/json/fwd.hpp>

#include "api/settings.h"
#include "intake/import.h"
#include "store/capacity.h"
#include "store/unit.h"

namespace courtesy::api {

Result<boost::json::object> pacing_page(Unit& unit);
/// What is left out stays as it is; `null` takes a limit away. Errors: `invalid`, naming the field.
Result<boost::json::object> set_pacing(Unit& unit, const boost::json::object& wanted);
/// Errors: `invalid` without a name, or for another state than free, busy, away.
Result<boost::json::object> say_agent(Unit& unit, const boost::json::object& said);
/// `{"number": "..."}`, as people write it in the account's country; it may be left out.
Result<boost::json::object> mark_callback(Unit& unit, const boost::json::object& marked, const Settings& settings);
/// `{"seconds": 140}`, 0 to a day.
Result<boost::json::object> end_callback(Unit& unit, std::int64_t callback, const boost::json::object& ended);

/// Suggested from so many contacts within one hour.
inline constexpr int pacing_suggested_above = 200;

/// What the new appointments of an import will mean for those who take callbacks, said before it is activated.
Result<boost::json::object> import_pace(Unit& unit, const std::vector<intake::Booked>& added);

}  // namespace courtesy::api
