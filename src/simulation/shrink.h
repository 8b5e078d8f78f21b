// Delta debugging: what can be left out without the failure going away.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace courtesy::simulation {

/// Leaves out ever smaller parts of `all` as long as `holds` still says yes of the rest; asks it at most `runs` times.
template <typename T, typename Holds>
std::vector<T> smaller(std::vector<T> all, int& runs, Holds holds) {
  for (std::size_t part = std::max<std::size_t>(1, all.size() / 2); runs > 0 && !all.empty();) {
    bool left_out = false;
    for (std::size_t at = 0; at < all.size() && runs > 0;) {
      std::vector<T> fewer(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(at));
      fewer.insert(fewer.end(), all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), at + part)), all.end());
      --runs;
      if (holds(fewer)) {
        all = std::move(fewer);
        left_out = true;
      } else {
        at += part;
      }
    }
    if (part == 1 && !left_out) break;
    part = std::max<std::size_t>(1, part / 2);
  }
  return all;
}

}  // namespace courtesy::simulation
