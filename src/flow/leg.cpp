#include "flow/leg.h"

#include <algorithm>

namespace courtesy::flow {

void add_legs(std::string& text, const std::vector<Leg>& legs) {
  for (const auto& [state, input, enough] : legs) {
    text.append(text.empty() ? "" : " ").append(state).append(">").append(input).append(enough ? "!" : "");
  }
}

std::vector<Leg> parse_legs(std::string_view text) {
  std::vector<Leg> legs;
  while (!text.empty()) {
    std::string_view one = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), one.size() + 1));
    const bool enough = one.ends_with('!');
    one.remove_suffix(enough ? 1 : 0);
    const std::size_t parting = one.find('>');
    if (parting == std::string_view::npos) continue;
    legs.push_back({std::string(one.substr(0, parting)), std::string(one.substr(parting + 1)), enough});
  }
  return legs;
}

}  // namespace courtesy::flow
