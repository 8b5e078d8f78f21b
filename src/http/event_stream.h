// What a browser's EventSource hears: each answer is a whole, short one, after which it asks again.
#pragma once

#include <string_view>

#include "http/message.h"

namespace courtesy::http {

/// `events`: as they stand on the wire; none: it was waited long enough.
Response event_stream(std::string_view events);

}  // namespace courtesy::http
