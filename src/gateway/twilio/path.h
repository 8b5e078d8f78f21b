// The paths under which Twilio calls us back. Only letters, digits, `.`, `_` and `-` in them: no escaper disputes
// these.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "appointment/appointment.h"

namespace courtesy::twilio {

/// `/twilio/call/TOKEN/WHAT` or `/twilio/text/TOKEN/WHAT`; WHAT is one or more segments: `answer`, `fallback`,
/// `status`, and what the webhooks add. Without an attempt (somebody rings or writes to us): `/twilio/call/WHAT`.
struct HookPath {
  Channel channel;    ///< call or text
  std::string token;  ///< of the attempt, `account.attempt.secret`; empty for somebody who rings or writes to us
  std::string what;

  friend bool operator==(const HookPath&, const HookPath&) = default;
};

/// Not empty, at most 200 characters, each of them `[A-Za-z0-9._-]`.
bool is_path_safe(std::string_view segment);

/// `public_url` + the path. INVARIANT: every part is path-safe.
std::string hook_url(std::string_view public_url, const HookPath& path);
/// `path` as received, without the query. Nothing for a path that hook_url does not write.
std::optional<HookPath> parse_hook_path(std::string_view path);

}  // namespace courtesy::twilio
