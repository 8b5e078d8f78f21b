// What calls that came in left to the staff.
#pragma once

#include <boost/json/fwd.hpp>

#include "store/staff_tasks.h"
#include "store/unit.h"

namespace courtesy::api {

Result<boost::json::object> tasks_page(Unit& unit, const StaffTasks::Query& query);
/// {"who"}. Errors: `not_found`.
Result<boost::json::object> task_done(Unit& unit, std::int64_t task, const boost::json::object& body);

}  // namespace courtesy::api
