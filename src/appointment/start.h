// Making a Start: from a wall clock, from a feed's instant, and again after the tz database has changed.
#pragma once

#include <string_view>

#include "appointment/appointment.h"

namespace courtesy {

/// A start whose wall clock is the truth. A skipped time is kept as it was given, flagged `gap`, and its instant read
/// with the offset before the gap; a repeated one is the first, flagged `overlap`. Errors: `invalid` for an unknown
/// zone.
Result<Start> start_at(LocalTime local, std::string_view zone);

/// A start whose instant is the truth (a feed in UTC); the wall clock is what the zone shows then.
/// Errors: `invalid` for an unknown zone.
Result<Start> start_at(Instant instant, std::string_view zone);

/// The same wall clock at the same instant, in whichever of the two ways a source writes it.
bool same_time(const Start& a, const Start& b);

/// The same promise under the tz database of today: what stands is kept, what follows from it is derived again.
/// Errors: `invalid` for a zone that the database no longer has.
Result<Start> derived_again(const Start& start);

}  // namespace courtesy
