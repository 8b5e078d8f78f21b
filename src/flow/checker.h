// What a flow must be before it may ring anybody: each rule a finding with its place.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "flow/definition.h"
#include "flow/template.h"

namespace courtesy::flow {

/// A flow as read: what the checker sees.
struct Parts {
  std::string name;
  Definition definition;
  std::map<std::pair<std::string, std::string>, Template> templates;      ///< by state and language
  std::map<std::string, std::shared_ptr<const Parts>, std::less<>> subs;  ///< the flows that it runs, by name
  std::map<std::string, std::string, std::less<>>
      audio;  ///< bytes by name: `opening/hello.wav`, `opening/es/hello.wav`
  std::map<std::string, std::string, std::less<>> audio_hashes;  ///< of the same: SHA-256, hex
};

/// Every reason not to run it; none means that it may.
///
/// The graph: a destination that is no state, a state that cannot be reached or cannot end, a way round that nothing
/// bounds, an input without a transition, an action on an input that cannot mean it. The templates: one missing or for
/// no state, TwiML outside the grammar, a document that does not match what its state waits for, a key offered in words
/// and not handled or handled and not offered. The law: who is calling stands first, an opt-out right behind it that
/// ends the call, a machine is never asked for a key and is given a number to ring.
std::vector<Finding> check(const Parts& parts);

/// The states with which the call begins to speak: the start, or those behind it when it asks the engine first. Sorted.
std::vector<std::string> opening_states(const Definition& definition);

/// The states that a machine may hear once the opening question is asked: all that can be reached from the start
/// without a key, and those that are marked; of a call that comes in the marked ones only. Sorted.
std::vector<std::string> machine_states(const Definition& definition);

/// Is it the operator's page? No other flow takes an acknowledgement.
bool acknowledges(const Definition& definition);

/// One way on from a state.
struct Edge {
  InputKind kind;
  /// Of `keys`: the key, `entered` for a right value, or `otherwise`. Of `answer` and `returned`: which.
  std::string keys;
  const Transition* transition;  ///< one alternative; it has the guard under which it is taken
};

/// All ways on, in the order key, otherwise, silence, played, those by name, hung_up; not `enough`, which is no input.
/// Of an input with guards each alternative is one, in their order.
std::vector<Edge> edges_of(const State& state);
/// `enough` with its alternatives.
std::vector<const Transition*> ways_of_enough(const State& state);

}  // namespace courtesy::flow
