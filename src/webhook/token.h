// The token in every callback's path: which attempt of which account, and the secret that proves it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"

namespace courtesy {

struct Token {
  AccountId account;
  AttemptId attempt;
  std::string secret;
};

/// `account.attempt.secret`; anything else is none.
std::optional<Token> parse_token(std::string_view text);

}  // namespace courtesy
