// How fast anybody may ask, and how fast anybody may guess.
#pragma once

#include <cstdint>
#include <optional>

#include "base/instant.h"

namespace courtesy::access {

// Guesses at the door ------------------------------------------------------------------------------------------------

/// What is remembered of one address or email at which signing in failed.
struct Failures {
  std::int64_t count = 0;  ///< in a row
  Instant last{};
};

inline constexpr std::int64_t free_failures = 5;
inline constexpr minutes first_wait{1};
inline constexpr minutes longest_wait{60};
inline constexpr std::int64_t address_failures = 20;  ///< of one network address within an hour
inline constexpr hours address_window{1};

/// For an email: until when no further try is looked at. Five are free; then a minute, doubling to an hour: never for
/// ever, since locking somebody out is an attack too.
std::optional<Instant> waits_until(const Failures& failures, Instant now);
/// For a network address: 20 an hour. `failures` counts from the first within the hour.
std::optional<Instant> address_waits_until(const Failures& failures, Instant now);

// Lifetimes of sessions ----------------------------------------------------------------------------------------------

struct Lifetime {
  minutes whole;
  minutes idle;
};
/// An operator's: 12 h, 30 min. Staff's: 14 days, 8 h.
Lifetime lifetime_of(bool is_operator);
/// How long a second factor counts as shown just now.
inline constexpr minutes factor_is_fresh{15};

// Requests -----------------------------------------------------------------------------------------------------------

/// So many requests a window; full again when it begins anew.
struct Allowance {
  std::int64_t limit;
  seconds window;
};
inline constexpr Allowance key_allowance{.limit = 600, .window = seconds{60}};
inline constexpr Allowance session_allowance{.limit = 1'200, .window = seconds{60}};
inline constexpr Allowance address_allowance{.limit = 120, .window = seconds{60}};  ///< for what needs no sign-in

/// What is left of one's allowance.
struct Spent {
  Instant since{};
  std::int64_t requests = 0;
};
struct Left {
  bool allowed;
  std::int64_t limit;
  std::int64_t remaining;
  seconds reset;  ///< until it is full again, rounded up
};
/// Counts one more.
Left spend(Spent& spent, const Allowance& allowance, Instant now);

}  // namespace courtesy::access
