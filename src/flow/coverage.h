// How much of a flow some calls went through, and what none of them did.
#pragma once

#include <compare>
#include <map>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "flow/definition.h"
#include "flow/walker.h"

namespace courtesy::flow {

/// One way on. `again`, `repeat` and counted ways back are two or more each: there, and out when it is enough.
struct Way {
  std::string state;
  std::string input;    ///< as flow.toml names it: `1`, `otherwise`, `silence`
  std::string to;       ///< a state, or `end`
  bool enough = false;  ///< of Traffic alone: taken because it was enough, and not by what the input itself leads to

  friend auto operator<=>(const Way&, const Way&) = default;
};

/// What there is, or what was gone through.
struct Coverage {
  std::set<std::string> states;
  std::set<std::pair<std::string, std::string>> inputs;  ///< state and input
  std::set<Way> ways;
};

/// Where a transition leads as Way::to has it.
std::string destination(const State& state, const Transition& transition);

/// All that flow.toml writes. Hanging up is an input of every state that speaks and does not hang up itself. A flow
/// that this one runs is one state of it: what is inside it is that flow's own to cover.
Coverage all_of(const Definition& definition);

/// One call as far as it came.
struct Passage {
  std::vector<Leg> legs;
  std::string at;  ///< the state of the outermost flow, or `end`
};
Passage passage_of(const Walk& walk);

/// What these calls went through.
Coverage covered(std::span<const Walk> walks);
/// How many of the calls took each way, and were in each state; a call that did so twice counts once.
struct Traffic {
  std::map<std::string, std::size_t> states;
  std::map<Way, std::size_t> ways;

  void add(const Passage& passage);
};
Traffic traffic(std::span<const Walk> walks);

/// Calls that a flow has led.
struct Calls {
  std::size_t all = 0;
  Traffic traffic;
  std::map<std::string, std::size_t> now = {};  ///< those under way, by the state that they stand in
};

/// What of `whole` is not in `part`.
Coverage without(const Coverage& whole, const Coverage& part);

}  // namespace courtesy::flow
