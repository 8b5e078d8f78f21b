// Facts that the business's own systems push in, so that a call never waits for one.
#pragma once

#include <boost/json/fwd.hpp>

#include "store/unit.h"

namespace courtesy::api {

/// How many there are.
Result<boost::json::object> facts_page(Unit& unit);
/// {"facts": [{"name", "key" or "appointment", "words": {"en": ...}, "pin", "expires_at"}, ...]}, at most 500: all or
/// none of them. Errors: `invalid`, naming the field; `full`.
Result<boost::json::object> push_facts(Unit& unit, const boost::json::object& body);
/// {"name", "key" or "appointment"}.
Result<boost::json::object> remove_fact(Unit& unit, const boost::json::object& body);

}  // namespace courtesy::api
