// A flow as a picture for the wall: states as cards, keys on the lines, what no conversation proves in red.
#pragma once

#include <string>

#include "flow/coverage.h"

namespace courtesy::flow {

/// What the flow's conversations went through.
struct Proof {
  std::size_t conversations = 0;
  Coverage covered;
};

/// An SVG document of its own, readable on light and dark grounds, without fonts, scripts or links from elsewhere;
/// every text fits its box in any usual typeface (text_width.h). Cards show the sample's words (sample_facts.h) in the
/// flow's first language. Errors: whatever rendering a state fails with.
Result<std::string> diagram(const Flow& flow, const Proof& proof);

}  // namespace courtesy::flow
