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
enum class Action { confirm, cancel, request_call_back, opt_out, heard_by_person, left_on_machine };
std::string_view to_string(Action action);
std::optional<Action> parse_action(std::string_view text);

/// Where a call stands; small enough to be stored with each step.
struct Position {
  std::string state;
  int tries = 0;  ///< how often this state has asked again, for bounded retries

  std::string to_text() const;
  static Result<Position> parse(std::string_view text);
};

/// What a template may speak or link to. Every name that a template uses must be there.
struct Facts {
  std::map<std::string, std::string> spoken;  ///< `business`, `when`, `client_first_name`, `callback_number`, ...
  std::map<std::string, std::string> paths;   ///< `keys`, `silence`, `played`: absolute URLs for this step
};

struct Step {
  Position position;
  std::vector<Action> actions;  ///< to be carried out with this transition, in order
  twiml::Element document;      ///< <Response>…</Response>
  bool ends = false;            ///< the document hangs up by itself; no input but hung_up can follow
};

/// One version of a flow: loaded from its folder, immutable, pure.
class Flow {
 public:
  struct File {
    std::string name;  ///< `flow.toml`, `opening.xml`
    std::string bytes;
  };
  /// Errors: `invalid`, with file, line, what was expected and how to mend it.
  static Result<Flow> load(std::string_view name, const std::vector<File>& files);

  const std::string& name() const;
  /// SHA-256 over the names and bytes of its files, hex: the version that an attempt pins.
  const std::string& hash() const;

  /// The first step, when the call is answered. Errors: `invalid` when a fact is missing.
  Result<Step> begin(const Facts& facts) const;
  /// The step after `position` on `input`. Every state handles every input: a wrong key and silence are inputs.
  /// Errors: `invalid` for a state that this version does not have or a missing fact.
  Result<Step> next(const Position& position, const Input& input, const Facts& facts) const;

 private:
  struct Body;
  explicit Flow(std::shared_ptr<const Body> body) : body_(std::move(body)) {}
  std::shared_ptr<const Body> body_;
};

}  // namespace courtesy::flow
