#include "base/nearest.h"

#include <algorithm>
#include <vector>

namespace courtesy {
namespace {

constexpr std::size_t longest = 40;

/// How many letters must be put in, left out or changed.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string_view nearest(std::span<const std::string_view> known, std::string_view word) {
  if (word.size() > longest) return {};
  std::string_view best;
  std::size_t least = word.size() < 4 ? 2 : 3;  // less than that
  for (const std::string_view one : known) {
    const std::size_t off = distance(word, one);
    if (off >= least) continue;
    least = off;
    best = one;
  }
  return best;
}

}  // namespace courtesy
