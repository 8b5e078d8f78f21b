// Versions of flows by hash, each loaded once: a call asks for its own at every step.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "flow/flow.h"

namespace courtesy::flow {

/// A memo of what is pure: it may be asked by all threads of the store at once, and forgets everything when it is full.
class Versions {
 public:
  /// `archived` gives the text from which the version is loaded if it is not here (archive.h). Errors: those of
  /// `archived`; as load_archived(); `invalid` when the text is another version than `hash`.
  Result<Flow> get(const std::string& hash, const std::function<Result<std::string>()>& archived);

 private:
  static constexpr std::size_t most = 256;
  using Loaded = std::map<std::string, Flow, std::less<>>;
  std::atomic<std::shared_ptr<const Loaded>> loaded_{std::make_shared<const Loaded>()};  // replaced as a whole
};

}  // namespace courtesy::flow
