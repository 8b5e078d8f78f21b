// What of a step is heard, piece by piece: words that a robot's voice says, and recordings.
#pragma once

#include <string>
#include <vector>

#include "twiml/document.h"

namespace courtesy::flow {

/// One or the other.
struct HeardPiece {
  std::string words;
  std::string url;  ///< of a recording, as Facts::prompts has it
  friend bool operator==(const HeardPiece&, const HeardPiece&) = default;
};

/// In the order in which the call plays them, each once however often it is repeated.
std::vector<HeardPiece> heard_pieces(const twiml::Element& document);

}  // namespace courtesy::flow
