// A plan's figures as the page and `courtesy plan --json` spell them.
#pragma once

#include <boost/json/fwd.hpp>

#include "schedule/pace_plan.h"

namespace courtesy::api {

boost::json::object plan_json(const PacePlan& plan);

}  // namespace courtesy::api
