// Named counts, in the order of their names: what happened in a run, and how often.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace courtesy::simulation {

class Counts {
 public:
  void add(std::string_view name, std::int64_t by = 1) {
    const auto found = counts_.find(name);
    if (found != counts_.end()) {
      found->second += by;
    } else {
      counts_.emplace(std::string(name), by);
    }
  }
  Counts& operator+=(const Counts& other) {
    for (const auto& [name, count] : other.counts_) add(name, count);
    return *this;
  }
  std::int64_t of(std::string_view name) const {
    const auto found = counts_.find(name);
    return found == counts_.end() ? 0 : found->second;
  }
  const std::map<std::string, std::int64_t, std::less<>>& all() const { return counts_; }

 private:
  std::map<std::string, std::int64_t, std::less<>> counts_;
};

}  // namespace courtesy::simulation
