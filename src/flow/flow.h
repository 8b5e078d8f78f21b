// A phone call as a state machine kept as data: given a state and an input, what to play next and what to do.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "flow/finding.h"
#include "twiml/document.h"

namespace courtesy::flow {

enum class InputKind {
  answered,  ///< the call was picked up: begins the flow
  keys,      ///< the person pressed `Input::keys`
  silence,   ///< a question's time ran out without a key
  played,    ///< the state's prompt came to its end
  hung_up,
};
std::string_view to_string(InputKind kind);

struct Input {
  InputKind kind;
  std::string keys;
};

/// Named actions that hang on transitions. They write to the store and nothing else.
enum class Action {
  confirm,
  cancel,
  request_call_back,
  opt_out,
  heard_by_person,
  left_on_machine,
  acknowledge,  ///< the operator has the page: nobody need be rung for it any more
};
std::string_view to_string(Action action);
std::optional<Action> parse_action(std::string_view text);

/// Where a call stands; small enough to be stored with each step.
struct Position {
  std::string state;
  int tries = 0;    ///< how often this state has asked again after a wrong key or silence
  int repeats = 0;  ///< how often this state was heard again because the person wished so

  /// `menu:1:0`
  std::string to_text() const;
  static Result<Position> parse(std::string_view text);
  friend bool operator==(const Position&, const Position&) = default;
};

/// What a template may speak or link to. Every name that a template uses must be there; names.h lists them.
struct Facts {
  /// Which of the flow's languages to speak; one that it does not have is its first. Spoken facts must be worded in the
  /// language that Flow::language_for gives.
  std::string language = "en";
  std::map<std::string, std::string> spoken;  ///< `business`, `when`, `client_first_name`, `callback_number`, ...
  std::map<std::string, std::string> paths;   ///< `keys`, `silence`, `played`: absolute URLs for this step
};

struct Step {
  Position position;
  std::vector<Action> actions;  ///< to be carried out with this transition, in order
  twiml::Element document;      ///< <Response>…</Response>
  bool ends = false;            ///< the document hangs up by itself; no input but hung_up can follow
};

struct Definition;

/// One version of a flow: loaded from its folder, immutable, pure.
class Flow {
 public:
  struct File {
    std::string name;  ///< `flow.toml`, `opening.xml`
    std::string bytes;
  };
  /// Errors: `invalid`, a line a finding: `NAME/FILE:LINE:COLUMN: what, what was expected, how to mend it` (checker.h).
  static Result<Flow> load(std::string_view name, const std::vector<File>& files);
  /// Why load would refuse them, in the order of files and lines; none when it would not.
  static std::vector<Finding> faults_of(const std::vector<File>& files);

  const std::string& name() const;
  /// SHA-256 over the names and bytes of its files, hex: the version that an attempt pins.
  const std::string& hash() const;
  /// The language that is spoken when `wanted` is asked for: itself, its base (`es` for `es-MX`), or the flow's first.
  std::string_view language_for(std::string_view wanted) const;
  /// What it was loaded from, for walks and diagrams.
  const Definition& definition() const;

  /// The first step, when the call is answered. Errors: `invalid` when a fact is missing.
  Result<Step> begin(const Facts& facts) const;
  /// The step after `position` on `input`. Every state handles every input: a wrong key and silence are inputs.
  /// What cannot happen in a state changes nothing: its document comes again, without actions.
  /// Errors: `invalid` for a state that this version does not have or a missing fact.
  Result<Step> next(const Position& position, const Input& input, const Facts& facts) const;

 private:
  struct Body;
  Result<Step> show(Position position, std::vector<Action> actions, const Facts& facts) const;
  explicit Flow(std::shared_ptr<const Body> body) : body_(std::move(body)) {}
  std::shared_ptr<const Body> body_;
};

}  // namespace courtesy::flow
