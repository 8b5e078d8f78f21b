// What can be reached from some states.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "flow/definition.h"

namespace courtesy::flow {

/// The names of `open` and of all that `next` leads to from them, over and over. Names that are no states are left out.
template <typename Next>
std::set<std::string, std::less<>> reach(const Definition& definition, std::vector<std::string_view> open, Next next) {
  std::set<std::string, std::less<>> seen;
  while (!open.empty()) {
    const State* state = definition.find(open.back());
    open.pop_back();
    if (state == nullptr || !seen.insert(state->name).second) continue;
    for (const std::string_view name : next(*state)) open.push_back(name);
  }
  return seen;
}

}  // namespace courtesy::flow
