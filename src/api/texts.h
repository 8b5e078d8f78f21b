// What a text would cost and why, while somebody writes it.
#pragma once

#include <boost/json/fwd.hpp>

#include "base/result.h"

namespace courtesy::api {

/// Of `text`, a template's words: what may not be said in it, how it reads with sample facts, and how many parts that
/// takes on the phone network. Errors: `invalid` without a `text` of 1 to 1,600 bytes.
Result<boost::json::object> measure_text(const boost::json::object& body);

}  // namespace courtesy::api
