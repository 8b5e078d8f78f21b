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

/// One way on. `again`, `repeat` and counted ways back are two or more each: there, and out by `enough`.
struct Way {
  std::string state;
  std::string input;  ///< as flow.toml names it: `1`, `otherwise`, `silence`
  std::string to;     ///< a state, or `end`

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

/// What these calls went through.
Coverage covered(const Flow& flow, std::span<const Walk> walks);
/// How many of the calls took each way, and were in each state.
struct Traffic {
  std::map<std::string, std::size_t> states;
  std::map<Way, std::size_t> ways;
};
Traffic traffic(const Flow& flow, std::span<const Walk> walks);

/// What of `whole` is not in `part`.
Coverage without(const Coverage& whole, const Coverage& part);

}  // namespace courtesy::flow
