// An account's pace: what it wants, and what is kept from one unit to the next so that the interlocks need no counting.
#pragma once

#include <array>
#include <optional>
#include <span>

#include "interlock/facts.h"
#include "store/attempts.h"

namespace courtesy {

class Unit;

struct PacingSettings {
  bool by_agents = false;  ///< as fast as those who ring back find somebody
  milliseconds handling{180'000};
  double callback_share = 0.1;
  milliseconds wait{60'000};
  double wait_share = 0.8;
  std::optional<std::int64_t> per_minute{};  ///< contacts at most
  std::optional<std::int64_t> per_hour{};
  std::optional<std::int64_t> day_contacts{};
  std::optional<std::int64_t> month_contacts{};
  std::optional<Money> day_money{};
  std::optional<Money> month_money{};
  std::array<Money, 3> prices{};  ///< of a call, a text, an email
};

/// What the pace is reckoned with, for the interlocks and for whoever tells what will be.
CapacitySettings reckoned_with(const PacingSettings& settings);

/// Errors: `invalid`, for what no pace could be made of.
Result<void> check(const PacingSettings& settings);

/// What the interlocks are told.
struct PacingFacts {
  std::optional<Capacity> capacity;
  AccountPace account_pace;
  Budget budget;
};

class Pacing {
 public:
  explicit Pacing(Unit& unit) : unit_(unit) {}
  /// The usual ones where nothing was set.
  Result<PacingSettings> settings();
  Result<void> set(const PacingSettings& settings);
  /// What callbacks were counted so far. Empty where the account does not pace by its agents.
  Result<PaceMemory> memory();

  /// One row, whatever has gone out before; and who is there, where that matters.
  Result<PacingFacts> facts();
  /// That facts() will be asked (Db::foresee).
  Result<void> foresee();
  /// Writes what a fold has used up. Nothing used up, nothing written.
  Result<void> keep(const HouseFacts& house);
  /// An attempt that was counted certainly never left.
  Result<void> never_left(const Attempt& attempt);
  /// Somebody rang back who was contacted then.
  Result<void> callback(Instant contacted);
  Result<void> handled(milliseconds took);

 private:
  Result<void> change_memory(void (*change)(PaceMemory&, Instant, milliseconds), Instant at, milliseconds took);
  Unit& unit_;
};

}  // namespace courtesy
