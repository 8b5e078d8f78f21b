// A call's requests: the first document, each step after it, and how it ended. Each runs inside one unit.
#pragma once

#include <optional>
#include <string>

#include "flow/library.h"
#include "gateway/twilio/callback.h"
#include "webhook/token.h"

namespace courtesy {

class Unit;

/// What a step needs besides the store.
struct CallDesk {
  const flow::Library& flows;
  std::string public_url;
  /// `https://api.twilio.com/2010-04-01/Accounts/AC…/Recordings/`: where what a caller has just recorded is played
  /// from.
  std::string recordings_url{};
};

/// The document that `what` (`answer`, `3/keys`, `3/silence`, `3/played`, `3/machine`, `3/person`) asks for. A doubled
/// request gets the kept answer of its step. What became pointless is not said: one sentence, and a hang-up. Errors:
/// `not_found` for a token that is no attempt's; the store's; the flow's.
Result<std::string> take_call_step(Unit& unit, const CallDesk& desk, const Token& token, const std::string& what,
                                   const twilio::CallCallback& callback);

/// Where a live call shall go on, and why not at once: the unit must be durable first.
struct Redirection {
  std::string provider_id;
  std::string url;
};
/// The gateway's verdict on who answered, taken once. It is a hint: kept as evidence, and where the flow makes
/// something of it the call is to be sent on. A redirection that is lost changes nothing.
Result<std::optional<Redirection>> take_verdict(Unit& unit, const CallDesk& desk, const Token& token,
                                                const twilio::MachineVerdict& verdict);

/// A status callback; each is taken once, in any order.
Result<void> take_call_status(Unit& unit, const CallDesk& desk, const Token& token,
                              const twilio::CallCallback& callback);

}  // namespace courtesy
