// Where a question changes its answer.
#pragma once

#include <numeric>
#include <utility>

namespace courtesy {

/// Two doubles of 0 to `high` with none between them: `holds` is true of the first and false of the second. It is taken
/// to be true of 0 and false of `high`, and to change once in between. Some sixty questions, where that is not near 0.
template <typename Holds>
std::pair<double, double> bisect(double high, Holds holds) {
  double low = 0;
  for (double middle = std::midpoint(low, high); low < middle && middle < high; middle = std::midpoint(low, high)) {
    (holds(middle) ? low : high) = middle;
  }
  return {low, high};
}

}  // namespace courtesy
