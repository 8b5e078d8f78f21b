// One file of a simulated disk: what its readers see, what is durable, and what lies between.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"

namespace courtesy {

inline constexpr std::uint64_t sector_bytes = 512;

class SimulatedFile {
 public:
  /// Of a `temporary` one nothing outlives a crash, and nothing is remembered of what was written when.
  explicit SimulatedFile(bool temporary = false) : temporary_(temporary) {}

  /// As it is seen while the power is on.
  const std::string& content() const { return content_; }

  void write(std::uint64_t offset, std::string_view bytes);
  void truncate(std::uint64_t size);
  /// What was written so far is durable, but for what a failed sync has lost.
  void sync();
  /// What was written so far is in doubt for good.
  void fail_sync();
  /// Each change that is not durable is kept, lost or torn: sometimes all of them alike, as when a process dies and the
  /// system lives on, or the disk had written nothing yet. Afterwards all that is there is durable.
  void crash(Random& random);
  /// False: its directory was not synced since it was made, and the whole file may be gone after a crash.
  bool named() const { return named_; }
  void keep_name() { named_ = true; }
  void damage(std::uint64_t offset);

 private:
  enum class Fate { pending, doubtful, durable };
  struct Change {
    std::uint64_t offset;  ///< of a write; the new size of a truncation
    std::string bytes;
    bool truncation;
    Fate fate = Fate::pending;
  };
  void change(Change change);
  static void apply(std::string& bytes, const Change& change);
  static void apply_as_chance_says(std::string& bytes, const Change& change, double kept, Random& random);
  void fold();

  std::string content_;
  std::string durable_;          // before the first of changes_
  std::vector<Change> changes_;  // in order; the first is not durable yet
  bool named_ = false;
  bool temporary_;
};

}  // namespace courtesy
