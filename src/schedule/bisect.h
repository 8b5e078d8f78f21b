// Where a question changes its answer.
#pragma once

#include <numeric>
#include <utility>

namespace courtesy {

/// Two doubles with none between them: `holds` is true of the first and false of the second. It is taken to be true of
/// `low` and false of `high`, and to change once in between. Some sixty questions, where the answer is not near 0.
template <typename Holds>
std::pair<double, double> bisect(double low, double high, Holds holds) {
  for (double middle = std::midpoint(low, high); low < middle && middle < high; middle = std::midpoint(low, high)) {
    (holds(middle) ? low : high) = middle;
  }
  return {low, high};
}

}  // namespace courtesy
