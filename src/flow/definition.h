// flow.toml as plain values, each with its place in the file.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "flow/fields.h"
#include "flow/finding.h"
#include "flow/flow.h"

namespace courtesy::flow {

/// Destinations that are no states.
inline constexpr std::string_view again = "again";    ///< ask the same once more; bounded by State::tries
inline constexpr std::string_view repeat = "repeat";  ///< hear the same once more; bounded by State::repeats
inline constexpr std::string_view end = "end";        ///< hang up

inline constexpr std::string_view return_prefix = "return.";  ///< of a sub-flow: `return.proven`

struct Transition {
  Place place;
  std::string go;
  std::vector<Action> actions;
  std::vector<std::string> events = {};  ///< of `emit EVENT`
  bool back = false;                     ///< `go` is an earlier state, and the way there is counted
  std::string when = {};                 ///< taken only if this flag holds; empty: always
  std::vector<Transition> guarded = {};  ///< those that are tried before, in order; each has a `when`
};

enum class WaitsFor {
  key,        ///< asks; one key, or silence
  played,     ///< speaks, and goes on at the end of it; a key may cut in
  nothing,    ///< speaks, and hangs up
  digits,     ///< asks for several keys, a field's value
  recording,  ///< records what the caller says
  dial,       ///< puts the caller through to the business
  answer,     ///< says nothing: asks the engine a question
  flow,       ///< says nothing: runs another flow, and goes on by what it returns
};
std::string_view to_string(WaitsFor waits_for);

struct State {
  std::string name;
  Place place;
  WaitsFor waits_for = WaitsFor::nothing;
  int tries = 0;         ///< how often it asks, the first time included; 0: not given
  int repeats = 0;       ///< how often it may be heard again; 0: not given
  bool machine = false;  ///< a machine may be listening here, whatever the way to it
  std::map<char, Transition> keys;
  std::optional<Transition> otherwise;  ///< any other key
  std::optional<Transition> silence;
  std::optional<Transition> played;
  std::optional<Transition> enough;   ///< tries or repeats are used up
  std::optional<Transition> hung_up;  ///< always goes to `end`; the flow's own where the state has none
  /// `entered`, `recorded`, `connected`, `not_connected`, `machine`, `person`, an answer's or a return's name.
  std::map<std::string, Transition, std::less<>> others = {};

  std::string field = {};  ///< of digits
  FieldKind kind = FieldKind::number;
  FieldLength length = {};
  std::string finish = "#";  ///< the key that ends the digits; empty: none
  int seconds = 0;           ///< of recording: how long it may be

  std::string ask = {};  ///< of answer: a question of questions.h
  std::string fact = {};
  std::string with = {};  ///< the field that is asked about
  std::string purpose = {};
  std::string run = {};  ///< of flow: which

  /// Neither spoken nor waited in: the call passes through within a step.
  bool is_silent() const { return waits_for == WaitsFor::answer || waits_for == WaitsFor::flow; }
};

/// A fact that the business pushes in before, and that this flow speaks as `{{fact.NAME}}`.
struct FactUse {
  std::string name;
  Place place;
  bool confidential = true;  ///< only to somebody who has proven who he is
};

struct Definition {
  std::string title;  ///< for people; may be empty
  std::string start;
  Place start_place;
  std::vector<std::string> languages;     ///< the first one's templates have no suffix
  std::vector<State> states;              ///< in the order of the file
  bool inbound = false;                   ///< the client rings; else the business does
  int rounds = 0;                         ///< how often the call may go `back`, in all
  std::vector<std::string> returns = {};  ///< of a sub-flow: what it may come back with
  std::vector<FactUse> facts = {};
  std::optional<Transition> hung_up = {};  ///< for every state that does not say it itself

  bool is_sub_flow() const { return !returns.empty(); }
  const FactUse* find_fact(std::string_view name) const;
  const State* find(std::string_view name) const;
};

/// Reads flow.toml. What is wrong with the file by itself is added to `findings`; whether its states fit together is
/// the checker's business.
Definition read_definition(std::string_view toml, std::vector<Finding>& findings);

}  // namespace courtesy::flow
