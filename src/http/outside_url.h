// Addresses that somebody else wrote and that we are to ask: calendars, and where events are delivered.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace courtesy::http {

/// `localhost`, `127.0.0.1` or `[::1]`.
bool is_this_machine(std::string_view host);

/// The address as it is kept, without a fragment: https, or, where that is allowed, http on this machine. Which hosts
/// may be reached at all is the business of whoever connects (net::Reach). Errors: `invalid`, in words that do not
/// repeat the address, and that go on behind "the address is".
Result<std::string> check_outside_url(std::string_view text, bool this_machine_too);

}  // namespace courtesy::http
