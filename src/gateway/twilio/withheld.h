// Callers who show no number: Twilio then gives a word, or the word as it is spelled on a keypad.
#pragma once

#include <string_view>

namespace courtesy::twilio {

/// Empty, no E.164 number, or ANONYMOUS, BLOCKED, RESTRICTED, UNAVAILABLE or UNKNOWN behind a `+` as keys
/// (`+266696687`).
bool is_withheld(std::string_view from);

}  // namespace courtesy::twilio
