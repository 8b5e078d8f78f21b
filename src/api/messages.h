// What callers have left for the staff, to be heard.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>

#include "store/recordings.h"

namespace courtesy::api {

/// Newest first; `before`: older than that one, 0: from the newest.
Result<boost::json::object> messages(Unit& unit, RecordingId before);
inline constexpr int messages_a_page = 50;

/// One of them, as messages() has it.
Result<boost::json::object> recording_json(Unit& unit, const Recording& message, std::string_view country);

/// `{"read": true}`. Answers as messages() does for this one alone. Errors: `not_found`.
Result<boost::json::object> mark_message(Unit& unit, RecordingId message, const boost::json::object& body);
/// `{"who": "Kim"}`: thrown away, here and at the telephone gateway.
Result<boost::json::object> discard_message(Unit& unit, RecordingId message, const boost::json::object& body);

/// Its sound. Errors: `not_found`, also while there is no copy yet.
Result<std::string> message_sound(Unit& unit, RecordingId message);

}  // namespace courtesy::api
