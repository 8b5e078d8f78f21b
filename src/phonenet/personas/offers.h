// What a caller offers in words: "to confirm, press 1". Read from what was heard, not from the flow, so that a
// person on the network is a second opinion on what was really said.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace courtesy::phonenet {

enum class Purpose { listen, confirm, cancel, call_back, opt_out, hear_again, other };

struct Offer {
  std::string key;  ///< `1`, `*`; in texts a word: `C`, `STOP`
  Purpose purpose;
  std::size_t end;  ///< where in the text it has been said completely, a byte
};

/// Finds "to P, press K", "press K to P", "press K to P or L to Q", "if P, press K", and the same in Spanish ("para P,
/// pulse K"). Keys may be words (one, uno, star). An offer whose purpose is not understood is `other`; "press 1"
/// alone is `listen`.
std::vector<Offer> spoken_offers(std::string_view text);
/// Finds "reply C to confirm, X to cancel" in a text message; keys are words in capitals or digits.
std::vector<Offer> written_offers(std::string_view text);

}  // namespace courtesy::phonenet
