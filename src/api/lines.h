// Which flow answers which number, what callers may do, and the calls that came in.
#pragma once

#include <boost/json/fwd.hpp>

#include "api/settings.h"
#include "store/sessions.h"
#include "store/unit.h"

namespace courtesy::api {

Result<boost::json::object> lines_page(Unit& unit);
/// {"number", "flow", "who"}; each of these answers with lines_page. Errors: `invalid`, naming the field; `conflict`
/// for another account's number.
Result<boost::json::object> set_line(Unit& unit, const boost::json::object& body, const Settings& settings);
/// {"number", "who"}. Errors: `not_found`.
Result<boost::json::object> remove_line(Unit& unit, const boost::json::object& body, const Settings& settings);
/// {"number", "who", "why"}. Errors: `not_found` when its codes are not off.
Result<boost::json::object> reopen_line(Unit& unit, const boost::json::object& body, const Settings& settings);
/// {"put_through", "return_missed", "cancel_notice_minutes", "who"}: what is left out stays as it is.
Result<boost::json::object> set_line_allows(Unit& unit, const boost::json::object& body, const Settings& settings);

/// The newest first, those below `before` (0: from the newest).
Result<boost::json::object> calls_page(Unit& unit, SessionId before, int limit);

}  // namespace courtesy::api
