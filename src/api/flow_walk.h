// A call through a flow step by step, with made-up facts and nobody on the phone.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>

#include "flow/library.h"

namespace courtesy {
class Unit;
}

namespace courtesy::api {

/// `language`, and `inputs` so far: at most `most_inputs`, each one of the `choices` that were there. Errors:
/// `invalid`.
Result<boost::json::object> walk_flow(Unit& unit, const std::string& name, const boost::json::object& body,
                                      const flow::Library& library);
inline constexpr std::size_t most_inputs = 60;

}  // namespace courtesy::api
