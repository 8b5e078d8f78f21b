// A phone call as a state machine kept as data: given a state and an input, what to play next and what to do.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "flow/finding.h"
#include "flow/leg.h"
#include "twiml/document.h"

namespace courtesy::flow {

enum class InputKind {
  answered,  ///< the call was picked up: begins the flow
  keys,      ///< the person pressed `Input::keys`
  silence,   ///< a question's time ran out without a key
  played,    ///< the state's prompt came to its end
  hung_up,
  recorded,       ///< a recording was made, with sound in it
  connected,      ///< a dialled call was answered, and is over
  not_connected,  ///< a dialled call was not
  machine,        ///< the gateway takes whoever answered for a machine; may come at any time, and may be wrong
  person,         ///< the gateway takes whoever answered for a person
  answer,         ///< the engine's own, `Input::keys`, to the step's question
  returned,       ///< a sub-flow came back with the return `Input::keys`; never given to next(), which does it itself
};
std::string_view to_string(InputKind kind);

struct Input {
  InputKind kind;
  std::string keys;  ///< pressed: one, or those of a whole value; or an answer
};

/// Named actions that hang on transitions. They write to the store and nothing else.
enum class Action {
  confirm,
  cancel,
  request_call_back,
  opt_out,
  heard_by_person,
  left_on_machine,
  acknowledge,       ///< the operator has the page: nobody need be rung for it any more
  save_recording,    ///< what was just recorded is a message for the staff
  keep_prompt,       ///< what was just recorded becomes the prompt's new version
  discard_prompt,    ///< what was just recorded is thrown away
  note_missed_call,  ///< staff see that somebody rang; the account may want it returned
};
inline constexpr std::array all_actions{Action::confirm,        Action::cancel,          Action::request_call_back,
                                        Action::opt_out,        Action::heard_by_person, Action::left_on_machine,
                                        Action::acknowledge,    Action::save_recording,  Action::keep_prompt,
                                        Action::discard_prompt, Action::note_missed_call};
std::string_view to_string(Action action);
std::optional<Action> parse_action(std::string_view text);

/// A state that waits for a sub-flow, and its counts.
struct Frame {
  std::string state;
  int tries = 0;
  int repeats = 0;
  int rounds = 0;
  friend bool operator==(const Frame&, const Frame&) = default;
};

/// Where a call stands; small enough to be stored with each step.
struct Position {
  std::string state;
  int tries = 0;               ///< how often this state has asked again after a wrong key or silence
  int repeats = 0;             ///< how often this state was heard again because the person wished so
  int rounds = 0;              ///< how often the call went `back` in this flow
  std::vector<Frame> callers;  ///< of sub-flows: the states that wait for them, the innermost first

  /// `menu:1:0`; with rounds `menu:1:0:2`; in a sub-flow `code:1:0/identify:0:0`, the innermost first.
  std::string to_text() const;
  static Result<Position> parse(std::string_view text);
  friend bool operator==(const Position&, const Position&) = default;
};

/// The state of the outermost flow in which the call stands, be it in a flow that this one runs.
const std::string& own_state(const Position& position);

/// What was keyed in so far, by field: the keys as they were pressed.
using Fields = std::map<std::string, std::string>;

/// A position with the fields that belong to it, as the engine keeps them: `menu:1:0?code=1234&hours=7*5`.
struct Standing {
  Position position;
  Fields fields;

  std::string to_text() const;
  static Result<Standing> parse(std::string_view text);
};

/// What a template may speak or link to. Every name that a template uses must be there; names.h lists them.
struct Facts {
  /// Which of the flow's languages to speak; one that it does not have is its first. Spoken facts must be worded in the
  /// language that Flow::language_for gives.
  std::string language = "en";
  std::map<std::string, std::string> spoken;  ///< `business`, `when`, ..., `fact.order_status`
  std::map<std::string, std::string> paths;   ///< `keys`, `silence`, `played`, ...: absolute URLs for this step
  /// By slot, `opening/hello`, and in a flow that this one runs `identify/code/hello`: the URL of its recording, if
  /// any.
  std::map<std::string, std::string> prompts = {};
  std::set<std::string, std::less<>> flags = {};  ///< of names.h's flag_names, those that hold
  Fields fields = {};                             ///< Step::fields of the step before
};

/// Something that a flow tells the business's own systems: stored, and delivered later.
struct Event {
  std::string name;
  Fields fields;  ///< as field_value writes them; no secret among them
  friend bool operator==(const Event&, const Event&) = default;
};

/// What the flow must know to go on: questions.h has those that there are.
struct Question {
  std::string name;     ///< `look_up`
  std::string fact;     ///< of look_up
  std::string purpose;  ///< of verify_code
  std::string value;    ///< what was keyed in for it; empty when it takes none. May be a secret: not to be kept
};

struct Step {
  Position position;
  std::vector<Action> actions;  ///< to be carried out with this transition, in order
  twiml::Element document;      ///< <Response>...</Response>; has no name when there is a question
  bool ends = false;            ///< the document hangs up by itself; no input but hung_up can follow
  std::vector<Event> events = {};
  Fields fields = {};                     ///< to be kept with the position, and given to the next step
  std::optional<Question> question = {};  ///< nothing is said yet: answer it and call next() (settle() does)
  std::vector<Leg> legs = {};             ///< how the call came here from where it stood before
};

struct Definition;
struct Parts;
struct State;

/// One version of a flow: loaded from its folder, immutable, pure.
class Flow {
 public:
  struct File {
    std::string name;  ///< `flow.toml`, `opening.xml`
    std::string bytes;
  };
  /// The flows that a flow may run, by name: files of the folders beside it.
  using Others = std::function<std::vector<File>(std::string_view name)>;
  /// Errors: `invalid`, a line a finding: `NAME/FILE:LINE:COLUMN: what, what was expected, how to mend it` (checker.h).
  /// Without `others` it can run no other flow.
  static Result<Flow> load(std::string_view name, const std::vector<File>& files, const Others& others = {});
  /// Why load would refuse them, in the order of files and lines; none when it would not.
  static std::vector<Finding> faults_of(const std::vector<File>& files, const Others& others = {});

  const std::string& name() const;
  /// SHA-256 over the names and bytes of its files and of the flows that it runs, hex: the version that an attempt
  /// pins.
  const std::string& hash() const;
  /// The language that is spoken when `wanted` is asked for: itself, its base (`es` for `es-MX`), or the flow's first.
  std::string_view language_for(std::string_view wanted) const;
  /// Is `{{name}}` in any of its documents, or of the flows that it runs?
  bool says(std::string_view name) const;
  /// What it was loaded from, for walks and diagrams.
  const Definition& definition() const;
  const Parts& parts() const;
  /// The definition of a flow that this one runs, or that one of those runs; none when there is none of that name.
  const Definition* sub_flow(std::string_view name) const;
  /// The state that a position stands in, in whichever flow; none for one that this version does not have, and at the
  /// end.
  const State* state_at(const Position& position) const;
  /// Would this hint change anything here? One that would not must not disturb the call.
  bool takes(const Position& position, InputKind hint) const;

  /// The first step, when the call is answered. Errors: `invalid` when a fact is missing.
  Result<Step> begin(const Facts& facts) const;
  /// The step after `position` on `input`. Every state handles every input: a wrong key and silence are inputs.
  /// What cannot happen in a state changes nothing: its document comes again, without actions.
  /// Digits of a state that waits for a value are one input of kind `keys`.
  /// Errors: `invalid` for a state that this version does not have or a missing fact.
  Result<Step> next(const Position& position, const Input& input, const Facts& facts) const;

 private:
  struct Body;
  explicit Flow(std::shared_ptr<const Body> body) : body_(std::move(body)) {}
  std::shared_ptr<const Body> body_;
};

}  // namespace courtesy::flow
