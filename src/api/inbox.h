// Texts and messages by whom they came from: the list, and the whole exchange with one number.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace courtesy {
class Unit;
}

namespace courtesy::api {

inline constexpr int conversations_a_page = 30;
inline constexpr int exchange_shown = 100;  ///< of each sort, the newest

/// The newest first; `before`: what the last page gave as its `before`, or empty. Errors: `invalid`.
Result<boost::json::object> inbox(Unit& unit, std::string_view before, int limit);
/// `number`: its digits; 0: what came without one. In order of time. Errors: `not_found`.
Result<boost::json::object> exchange(Unit& unit, std::int64_t number);
/// `{"read": true}`, or `false`: the newest is new again. Answers as exchange(). Errors: `not_found`, `invalid`.
Result<boost::json::object> mark_exchange(Unit& unit, std::int64_t number, const boost::json::object& body);
/// Texts and messages that nobody has read or heard.
Result<int> unread(Unit& unit);

}  // namespace courtesy::api
