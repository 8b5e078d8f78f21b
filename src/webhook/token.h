// The token in every callback's path, read at the door.
#pragma once

#include <optional>
#include <string_view>

#include "queue/callback_token.h"
#include "store/sessions.h"

namespace courtesy {

using Token = CallbackToken;

/// `account.attempt.secret`; anything else is none.
std::optional<Token> parse_token(std::string_view text);

/// Of a call that came in: `account.sSESSION.secret`, so that it is never taken for an attempt's.
struct SessionToken {
  AccountId account;
  SessionId session;
  Secret<std::string> secret;

  Secret<std::string> text() const { return Secret<std::string>(with(secret.reveal())); }
  /// The same with `mark` in the secret's place: for what is kept and shown.
  std::string shown(std::string_view mark) const { return with(mark); }

 private:
  std::string with(std::string_view third) const;
};
std::optional<SessionToken> parse_session_token(std::string_view text);

}  // namespace courtesy
