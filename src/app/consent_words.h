// The attestation by which people are contacted, as it is written on the command line: who, since when, and how.
#pragma once

#include <string>

#include "base/instant.h"
#include "base/result.h"

namespace courtesy::app {

/// `--consent`'s name and help, for every command that takes it.
inline constexpr std::string_view consent_option = "--consent \"WHO,DATE[,HOW]\"";
inline constexpr std::string_view consent_help =
    "who attests that these people agreed to be reminded, since when, and how they agreed";

/// `Kim Reyes, front desk, 2026-05-01, on paper`: the first part that is a date parts who from how. Empty: nobody
/// attests it. Errors: `invalid` where nobody or no date is named.
Result<void> check_consent(const std::string& said);

/// Besides: that day has begun somewhere. Errors: `invalid`.
Result<void> check_consent_begun(const std::string& said, Instant now);

}  // namespace courtesy::app
