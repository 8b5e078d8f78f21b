// JSON as everybody reads it.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>

namespace courtesy {

/// `value` in JSON, numbers as people write them: 180 and 10.5, where Boost has 1.8E2 and 1.05E1, which some readers
/// take for another kind of number than 180. What is no number (infinity) is null.
std::string json_text(const boost::json::value& value);
std::string json_text(const boost::json::object& object);

}  // namespace courtesy
