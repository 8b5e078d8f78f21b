// The address under which a person signs in.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace courtesy::access {

/// Without spaces around it and in lower case: two spellings of one mailbox are one person. Errors: `invalid` for what
/// is no single address (mail::is_address).
Result<std::string> fold_email(std::string_view text);

}  // namespace courtesy::access
