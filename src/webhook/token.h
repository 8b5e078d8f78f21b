// The token in every callback's path, read at the door.
#pragma once

#include <optional>
#include <string_view>

#include "queue/callback_token.h"

namespace courtesy {

using Token = CallbackToken;

/// `account.attempt.secret`; anything else is none.
std::optional<Token> parse_token(std::string_view text);

}  // namespace courtesy
