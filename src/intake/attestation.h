// The ground on which people are contacted: who attests that they agreed to be reminded, since when, and how.
#pragma once

#include <string>
#include <string_view>

#include "base/instant.h"
#include "base/result.h"

namespace courtesy::intake {

struct Attestation {
  std::string who;  ///< never empty
  LocalDate since;
  std::string how;  ///< empty: it was not said
};

/// `Kim Reyes, front desk, 2026-05-01, on paper`: the first part that is a date parts who from how.
/// Errors: `invalid` where nobody or no date is named.
Result<Attestation> read_attestation(std::string_view line);

/// The three in fields of their own. Errors: as above.
Result<Attestation> read_attestation(std::string_view who, std::string_view since, std::string_view how);

/// Nobody has agreed tomorrow: the day has begun, if only in the zone that is farthest ahead. Errors: `invalid`.
Result<void> check_begun(const Attestation& attestation, Instant now);

}  // namespace courtesy::intake
