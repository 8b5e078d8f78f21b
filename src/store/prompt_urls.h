// The recordings that a call plays: the account's own before those of the flow's folder.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "flow/flow.h"

namespace courtesy {

class Unit;

/// `PUBLIC/audio/HASH.wav`: absolute, since the gateway fetches it; of an empty `public_url` the path on this server.
std::string audio_url(std::string_view public_url, std::string_view hash, bool mp3 = false);

/// For Facts::prompts: what is live now, in the language that the flow (and each one that it runs) speaks when
/// `wanted` is asked for; and the recorded words of dates and times (flow/voice_words.h). A slot without a recording is
/// not in it: its words are spoken.
Result<std::map<std::string, std::string>> prompts_for(Unit& unit, const flow::Flow& flow, std::string_view wanted,
                                                       std::string_view public_url);

}  // namespace courtesy
