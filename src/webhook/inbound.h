// Calls that come in: the first document, each step after it, and how they ended. Each runs inside one unit.
#pragma once

#include <string>

#include "webhook/call.h"

namespace courtesy {

/// Somebody rings one of the account's numbers: the first document of the flow that answers it. A doubled request gets
/// the kept answer. Errors: the store's; the flow's.
Result<std::string> begin_inbound(Unit& unit, const CallDesk& desk, const twilio::CallCallback& callback);

/// The document that `what` (`3/keys`, `3/silence`, `3/played`, `3/recorded`, `3/dialled`) asks for; a doubled request
/// gets the kept answer of its step. What belongs to no step that could be next is answered by the apology.
/// Errors: `not_found` for a token that is no call's; the store's; the flow's.
Result<std::string> take_inbound_step(Unit& unit, const CallDesk& desk, const SessionToken& token,
                                      const std::string& what, const twilio::CallCallback& callback);

/// The call's state has changed, as the number's own status callback tells: its end reaches the flow as a hang-up,
/// once, whether it comes before the last step or after it. Of other states nothing follows.
Result<void> take_inbound_status(Unit& unit, const CallDesk& desk, const twilio::CallCallback& callback);

/// Nobody told us that it ended: it is over, and the flow hears of a hang-up.
Result<void> end_forgotten(Unit& unit, const CallDesk& desk, Session session);

}  // namespace courtesy
