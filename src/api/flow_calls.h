// How many calls went which way through a flow, and its picture.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>

#include "base/language.h"
#include "flow/library.h"

namespace courtesy {
class Unit;
}

namespace courtesy::api {

/// Of what new calls of that name take. Errors: `not_found`; as Flows::live().
Result<boost::json::object> flow_calls(Unit& unit, const std::string& name, const flow::Library& library);

/// SVG; `counted`: with those calls on it. Errors: the same.
Result<std::string> flow_diagram(Unit& unit, const std::string& name, const flow::Library& library, Language language,
                                 bool counted);

}  // namespace courtesy::api
