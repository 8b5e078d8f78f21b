// The way of one call through its flow: which states it left, and by what.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace courtesy::flow {

/// A state of the outermost flow that a call has left or gone round in, and the input that did it, as flow.toml names
/// it: `1`, `otherwise`, `silence`; of a state that runs a flow what that came back with.
struct Leg {
  std::string state;
  std::string input;
  bool enough = false;  ///< it would have come once more, and its count was used up
  friend bool operator==(const Leg&, const Leg&) = default;
};

/// Written behind what is there: `opening>1 menu>silence menu>silence!`, the first first; `!` is enough.
void add_legs(std::string& text, const std::vector<Leg>& legs);
/// What add_legs wrote, and nothing of what it did not.
std::vector<Leg> parse_legs(std::string_view text);

}  // namespace courtesy::flow
