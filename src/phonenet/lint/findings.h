// Findings as they are gathered: the same one in several calls is one.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "phonenet/lint/finding.h"

namespace courtesy::phonenet {

class Findings {
 public:
  /// The same rule at the same place (for one without a document, with the same words) is counted, not told again.
  void add(Finding finding) {
    const bool placed = finding.line > 0 || (!finding.document.empty() && finding.rule != "notice");
    Key key{finding.rule, finding.severity == Finding::Severity::error, finding.document, finding.line,
            placed ? std::string() : finding.what};
    const auto [found, fresh] = by_place_.emplace(std::move(key), all_.size());
    if (!fresh) {
      ++all_[found->second].times;
    } else {
      all_.push_back(std::move(finding));
    }
  }
  std::vector<Finding> take() { return std::move(all_); }

 private:
  using Key = std::tuple<std::string, bool, std::string, int, std::string>;
  std::vector<Finding> all_;
  std::map<Key, std::size_t> by_place_;
};

}  // namespace courtesy::phonenet
