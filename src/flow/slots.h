// What of a flow can be recorded, what a robot's voice says in any case, and the recordings that come with the flow.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "flow/flow.h"

namespace courtesy::flow {

/// One <Say> of a state, in the order in which they are heard.
struct SpokenPart {
  std::string slot;   ///< empty: it is none, and a robot's voice says it in any case
  std::string words;  ///< what `spoken` has is filled in; the rest stands there as {{when}}
};

/// What a state says in one of the flow's languages; nothing for a state that says nothing.
std::vector<SpokenPart> parts_of(const Flow& flow, std::string_view state, std::string_view language,
                                 const std::map<std::string, std::string>& spoken);

/// Is there such a slot? `language` must be one of the flow's, exactly.
bool has_slot(const Flow& flow, std::string_view state, std::string_view slot, std::string_view language);

/// A recording of the flow's own folder.
struct FlowRecording {
  std::string hash;  ///< SHA-256 of its bytes, hex
  std::string_view bytes;
  bool mp3 = false;
};
/// Those in the language that is spoken when `wanted` is asked for, with those of the flows that it runs; by the keys
/// of Facts::prompts: `opening/hello`, and of a flow that it runs `identify/code/hello`.
std::map<std::string, FlowRecording> recordings_of(const Flow& flow, std::string_view wanted);
/// All of them, by hash.
std::map<std::string, FlowRecording> recordings_of(const Flow& flow);
/// The names of the flows that it runs, however deep, each once.
std::vector<std::string> flows_within(const Flow& flow);

}  // namespace courtesy::flow
