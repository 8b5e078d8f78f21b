// What may go wrong in a simulated world: each fault is drawn from the seed as data, and counted when it happens.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/random.h"
#include "base/result.h"

namespace courtesy::simulation {

enum class FaultKind {
  crash_before_commit,  ///< the process dies before its transaction is committed
  crash_after_commit,   ///< it dies after that, and nobody was told
  power_loss,           ///< in the middle of a commit: writes are kept, lost or torn
  sync_failed,          ///< an fsync fails, and what it should have kept is in doubt
  disk_full,            ///< for `length`
  slow_commit,          ///< longer than a send may wait for its intent
  crash_before_send,    ///< the process dies with the request in its hands
  crash_after_send,     ///< it dies when the request has arrived, before the answer
  crash_after_answer,   ///< it dies with the answer in its hands, before that is written down
  unreachable,          ///< nobody listens at the gateway, for `length`
  answer_lost,          ///< the request was carried out, the answer never comes
  error_after,          ///< it was carried out, the answer is 500
  error_before,         ///< it was not, the answer is 500
  too_many_requests,    ///< it was not, the answer is 429
  slow_answer,          ///< the answer comes just within the deadline
  stale_listing,        ///< for `length` the gateway's lists are ten minutes old
  callback_lost,
  callback_late,       ///< by up to two hours
  callback_doubled,    ///< and the second one up to an hour later
  callback_reordered,  ///< held back until others have overtaken it
  clock_forward,       ///< the wall clock is set forward by up to four minutes
  clock_back,
  zombie,       ///< the process stands still for `length`, another takes over, and then it goes on
  two_workers,  ///< a second process takes the first one's name, and both run
};

std::string_view name_of(FaultKind kind);
std::optional<FaultKind> fault_named(std::string_view name);
std::span<const FaultKind> all_faults();
/// `all`, `none`, or names with commas between them. Errors: `invalid`, naming the word.
Result<std::set<FaultKind>> read_faults(std::string_view words);

/// From `at` on: at once, or (a crash at a commit, a lost answer, …) at the next occasion.
struct PlannedFault {
  FaultKind kind;
  Instant at;
  milliseconds length{0};  ///< of what lasts; how late, how far a clock is set
  std::uint64_t dice = 0;  ///< what else is to be drawn when it happens
  /// A crash at a commit: of one with an intent in it, or of any.
  bool at_intent = false;
};

/// About half of the kinds, each once or twice in five days, none after `until`.
std::vector<PlannedFault> draw_faults(SeededRandom random, const std::set<FaultKind>& kinds, Instant from,
                                      Instant until);

/// The faults of one world that wait for their occasion.
class Faults {
 public:
  explicit Faults(std::vector<PlannedFault> planned);

  /// The next fault of this kind whose time has come: it happens now, and no second time.
  std::optional<PlannedFault> take(FaultKind kind, Instant now);
  /// The same for a crash at a commit.
  std::optional<PlannedFault> take_at_commit(FaultKind kind, Instant now, bool has_intent);
  const std::map<FaultKind, std::vector<PlannedFault>>& waiting() const { return waiting_; }

 private:
  std::map<FaultKind, std::vector<PlannedFault>> waiting_;  // the latest first
};

}  // namespace courtesy::simulation
