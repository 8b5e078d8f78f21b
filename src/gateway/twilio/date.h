// Dates as Twilio writes them.
#pragma once

#include <optional>
#include <string_view>

#include "base/instant.h"

namespace courtesy::twilio {

/// `Tue, 31 Aug 2010 20:36:28 +0000` (RFC 2822 with seconds and a numeric offset; the weekday may be missing and is
/// not checked against the date). Nothing for anything else.
std::optional<Instant> parse_rfc2822(std::string_view text);

}  // namespace courtesy::twilio
