// Email addresses as they may stand in an SMTP command and a header.
#pragma once

#include <string_view>

namespace courtesy::smtp {

/// `name@domain` in the everyday form (RFC 5321 Dot-string and Domain): ASCII, at most 64 and 253 characters, a domain
/// of two labels or more. No quoted names, comments, address literals: nothing that a header or command could be
/// smuggled in with. An international domain must come in its `xn--` form.
bool is_address(std::string_view text);
/// The domain alone, by the same rule.
bool is_domain(std::string_view text);

}  // namespace courtesy::smtp
