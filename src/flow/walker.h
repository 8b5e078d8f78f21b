// Every way that a call can go through a flow, up to its bounded retries, each as what was said and done.
#pragma once

#include <string>
#include <vector>

#include "flow/flow.h"

namespace courtesy::flow {

/// One input and what came of it.
struct Turn {
  Input input;
  Position position;
  std::vector<Action> actions;
  std::string said;  ///< all that the step's document speaks, in order
  bool ends;
};

/// From the answer to the end: its last turn hangs up, or is hung up on.
using Walk = std::vector<Turn>;

/// All walks, in the order key, wrong key, silence, played, hung up at each step. A wrong key stands for all that the
/// state does not handle. Errors: `full` when there are more than `most`; whatever a step's rendering fails with.
Result<std::vector<Walk>> walk(const Flow& flow, const Facts& facts, std::size_t most = 100'000);

/// For people: a line a turn.
///
///     answered          opening    This is a message from Maple Dental. To hear it, press 1. ...
///     key 1             menu       Your appointment ...                          [heard_by_person]
///     hangs up          end
std::string transcript(const Walk& walk);

/// All that a document speaks, nested or not; URLs of audio are not words.
std::string spoken(const twiml::Element& document);

}  // namespace courtesy::flow
