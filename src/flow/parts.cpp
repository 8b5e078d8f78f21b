#include "flow/parts.h"

namespace courtesy::flow {

const State* Parts::collector(std::string_view field) const {
  for (const State& state : definition.states) {
    if (state.field == field) return &state;
  }
  for (const auto& [run, sub] : subs) {
    if (const State* found = sub->collector(field)) return found;
  }
  return nullptr;
}

}  // namespace courtesy::flow
