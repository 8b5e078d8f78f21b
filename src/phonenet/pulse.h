// Tells whoever looks on that something has changed; what it was, they look up.
#pragma once

#include <cstdint>

#include "base/unique_function.h"

namespace courtesy::phonenet {

class Pulse {
 public:
  void beat() {
    ++count_;
    if (listener_) listener_();
  }
  /// Called at each beat from now on, from within: it may only take note.
  void set_listener(Task listener) { listener_ = std::move(listener); }
  std::uint64_t count() const { return count_; }

 private:
  std::uint64_t count_ = 0;
  Task listener_;
};

}  // namespace courtesy::phonenet
