// Task codes: made for somebody who looks at the page, and keyed in by them on the phone.
#pragma once

#include <boost/json/fwd.hpp>

#include "api/settings.h"
#include "store/unit.h"

namespace courtesy::api {

/// {"purpose", "subject", "who"}: the code, shown this once, with the number to call. Errors: `invalid` for a purpose
/// or subject that there is not; `conflict` when no number is answered by a flow that asks for it; `full`.
Result<boost::json::object> make_task_code(Unit& unit, const boost::json::object& body, const Settings& settings);
/// Errors: `not_found`.
Result<boost::json::object> task_code_state(Unit& unit, std::int64_t id);

}  // namespace courtesy::api
