// All that happened in a run, line by line: the same seed gives the same lines, to the byte.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace courtesy::simulation {

/// Keeps the digest always, the lines only when asked to.
class Trace {
 public:
  explicit Trace(bool keeps_lines) : keeps_lines_(keeps_lines) {}

  void line(std::string_view text) {
    for (const char c : text) digest_ = (digest_ ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    digest_ = (digest_ ^ '\n') * 0x100000001b3ULL;
    if (keeps_lines_) lines_.append(text).append("\n");
  }
  /// FNV-1a, 64 bits.
  std::uint64_t digest() const { return digest_; }
  const std::string& lines() const { return lines_; }

 private:
  bool keeps_lines_;
  std::uint64_t digest_ = 0xcbf29ce484222325ULL;
  std::string lines_;
};

}  // namespace courtesy::simulation
