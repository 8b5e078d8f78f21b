#include "store/postgres/gathered.h"

#include <algorithm>
#include <utility>

namespace courtesy {
namespace {

/// Rows of one statement, until they are sent.
constexpr std::size_t most_gathered = 1'000;

}  // namespace

bool GatheredRows::has(const StatementNature& nature) const {
  return std::ranges::find(waiting_, &nature, &Gathered::nature) != waiting_.end();
}

std::optional<Gathered> GatheredRows::add(const StatementNature& nature, std::size_t width,
                                          std::span<const Value> rows) {
  auto its = std::ranges::find(waiting_, &nature, &Gathered::nature);
  if (its == waiting_.end()) its = waiting_.insert(its, Gathered{&nature, width});
  its->rows.insert(its->rows.end(), rows.begin(), rows.end());
  if (its->rows.size() / width < most_gathered) return std::nullopt;
  Gathered full = std::move(*its);
  waiting_.erase(its);
  return full;
}

std::vector<Gathered> GatheredRows::take_before(const StatementNature& next) {
  if (next.tables.empty()) return take_all();
  std::vector<Gathered> first;
  for (auto at = waiting_.begin(); at != waiting_.end();) {
    const bool touches = next.names(at->nature->table) || at->nature->names(next.table);
    if (touches) first.push_back(std::move(*at));
    at = touches ? waiting_.erase(at) : at + 1;
  }
  return first;
}

std::vector<Gathered> GatheredRows::take_all() { return std::exchange(waiting_, {}); }

}  // namespace courtesy
