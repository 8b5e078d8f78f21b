// The account of the test reminders: a real one in all but its number, so that no list of accounts shows it.
#pragma once

#include <optional>

#include "base/id.h"
#include "store/db.h"

namespace courtesy {

class Unit;

/// Below every business's. Its reminders leave through a gateway whose far side is in this process, and through no
/// other; it contacts simulated numbers alone, at any hour.
inline constexpr AccountId probe_account{-1};

/// Account 0 only: makes it, where it is not there yet.
Result<void> open_probe_account(Unit& unit);

/// In the probe's account: a client at `number` with an appointment whose reminder is due a minute from now, and
/// nothing that is older than a day. The first makes the rule.
Result<void> book_probe(Unit& unit, const std::string& number);

/// When a test reminder was last rung, heard, confirmed and written down. Account 0 only.
Result<std::optional<Instant>> last_probe(Unit& unit);

}  // namespace courtesy
