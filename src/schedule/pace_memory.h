// What an account has seen of callbacks, kept as it comes, so that nothing is counted anew when the pace is asked for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "schedule/pace_control.h"

namespace courtesy {

/// A value of bounded size: contacts of the last four hours stand in two-minute cohorts, older ones are a number. The
/// far past is forgotten: beyond 4,000 settled contacts their half goes, with its share of the callbacks.
class PaceMemory {
 public:
  /// One more has gone out.
  void contact(Instant at);
  /// One that was counted has not gone out after all.
  void take_back(Instant at);
  void callback() { ++callbacks_; }
  /// A callback has ended.
  void handled(std::chrono::duration<double> took);
  /// Contacts so old that no callback is awaited any more become a number.
  void settle(Instant now);

  CallbackRecord record(Instant now) const;

  /// As stored: `settled callbacks handled handling_ms`, then `minute:contacts` for each cohort.
  std::string text() const;
  /// Errors: `invalid`.
  static Result<PaceMemory> parse(std::string_view text);

  friend bool operator==(const PaceMemory&, const PaceMemory&) = default;

 private:
  struct Minute {
    std::int64_t begins;  // minutes since 1970, even
    std::int64_t contacts;
    friend bool operator==(const Minute&, const Minute&) = default;
  };
  void forget();

  std::int64_t settled_ = 0;
  std::int64_t callbacks_ = 0;
  std::int64_t handled_ = 0;
  std::int64_t handling_ms_ = 0;
  std::vector<Minute> open_;  // oldest first
};

}  // namespace courtesy
