// What must not be shown or logged: tokens, codes, message bodies.
#pragma once

#include <utility>

namespace courtesy {

/// No operator<<, no comparison; `reveal()` is easy to search for.
template <typename T>
class Secret {
 public:
  Secret() = default;
  explicit Secret(T value) : value_(std::move(value)) {}
  const T& reveal() const { return value_; }

 private:
  T value_{};
};

}  // namespace courtesy
