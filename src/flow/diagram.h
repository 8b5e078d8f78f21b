// A flow as a picture: states as cards, keys on the lines, what no conversation proves in red; and how many calls went
// which way.
#pragma once

#include <string>

#include "base/language.h"
#include "flow/coverage.h"

namespace courtesy::flow {

/// What the flow's conversations went through.
struct Proof {
  std::size_t conversations = 0;
  Coverage covered;
};

struct Picture {
  Proof proof = {};
  Language language = Language::en;  ///< of all that the flow's author has not written
  std::string title = {};            ///< instead of the flow's own
  const Calls* calls = nullptr;      ///< are counted on cards and lines, where they are given
};

/// An SVG document of its own, readable on light and dark grounds, without fonts, scripts or links from elsewhere;
/// every text fits its box in any usual typeface (text_width.h). Cards show the sample's words (sample_facts.h) in the
/// picture's language, or the flow's first. Errors: whatever rendering a state fails with.
Result<std::string> diagram(const Flow& flow, const Picture& picture);

}  // namespace courtesy::flow
