// Texts: receipts of those that we sent, and what people write to us.
#pragma once

#include <string>

#include "gateway/twilio/callback.h"
#include "webhook/token.h"

namespace courtesy {

class Unit;

/// A receipt; each is taken once, in any order. Errors: `not_found` for a token that is no attempt's.
Result<void> take_text_status(Unit& unit, const Token& token, const twilio::TextStatus& status);

/// A text from somebody, read as a reply to the last one that we sent there. Opt-outs come before all else; what is
/// unclear changes nothing and is for staff. Returns the answer's words, or nothing to say. The same text twice is one.
Result<std::string> take_incoming_text(Unit& unit, const twilio::IncomingText& text);

/// Of a text that could not be taken: only whether it asks for no more contact, and that. Returns whether it does.
Result<bool> take_opt_out_alone(Unit& unit, const twilio::IncomingText& text);

}  // namespace courtesy
