// Every way that a call can go through a flow, up to its bounded retries, each as what was said and done.
#pragma once

#include <string>
#include <vector>

#include "base/instant.h"
#include "flow/flow.h"

namespace courtesy::flow {

struct State;
struct Edge;

/// One input and what came of it.
struct Turn {
  Input input;
  Position position;
  std::vector<Action> actions;
  std::string said;  ///< all that the step's document speaks, in order
  bool ends;
  milliseconds speech{0};  ///< how long that takes, its repetitions and pauses with it (twiml/speech.h)
  milliseconds wait{0};    ///< how long the document then waits for a key
  std::vector<Event> events = {};
  Fields fields = {};                     ///< all that was keyed in so far
  std::optional<Question> question = {};  ///< what the engine is asked, while nothing is said
  std::vector<Leg> legs = {};             ///< how the call came here
};

/// From the answer to the end: its last turn hangs up, or is hung up on.
using Walk = std::vector<Turn>;

Turn turn_of(const Input& input, const Step& step);

/// For people: `menu`; in a flow that is run `identify/code`, the outermost first.
std::string place_words(const Position& position);

/// All that can happen in a state, in the order key, wrong key, silence, played, hung up. A wrong key stands for all
/// that the state does not handle.
std::vector<Input> inputs_of(const State& state);

/// An input that takes this way: a right value for `entered`, a wrong key for `otherwise`. A way with a guard is taken
/// only while its flag holds.
Input input_of(const State& state, const Edge& edge);

/// The first `most` of all walks, each step's inputs in the order of inputs_of: survey() says how many there are.
/// Errors: whatever a step's rendering fails with.
Result<std::vector<Walk>> walk(const Flow& flow, const Facts& facts, std::size_t most = 100'000);

/// Inputs and the guards under which they are to be tried from a step, so that together they take every way on from it;
/// two that would do the same are one.
struct Choice {
  Input input;
  Step step;                            ///< what comes of it
  std::vector<std::string> holds = {};  ///< guards that it takes besides those of the facts
};
Result<std::vector<Choice>> choices_of(const Flow& flow, const Step& step, const Facts& facts);

/// Can a machine have been the other side? It presses no key.
bool is_machines(const Walk& walk);

/// How long the call takes: each prompt heard whole, and the wait behind it where no key came.
struct CallLength {
  milliseconds speech{0};
  milliseconds wait{0};
};
CallLength length_of(const Walk& walk);

/// For people: a line a turn.
///
///     answers           opening    This is a message from Maple Dental. To hear it, press 1. ...
///     key 1             menu       Your appointment ...                          [heard_by_person]
///     hangs up          end
std::string transcript(const Walk& walk);
std::string transcript_line(const Turn& turn);
/// `(asks look_up order_status)`.
std::string question_words(const Question& question);
/// What the turn did: `confirm`, `emit time_card`.
std::vector<std::string> deeds_of(const Turn& turn);

/// All that a document speaks, nested or not; URLs of audio are not words.
std::string spoken(const twiml::Element& document);

}  // namespace courtesy::flow
