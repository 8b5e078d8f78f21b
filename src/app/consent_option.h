// `--consent` of the command line: the attestation by which people are contacted, in one line.
#pragma once

#include <string>

#include "base/instant.h"
#include "base/result.h"

namespace courtesy::app {

/// `--consent`'s name and help, for every command that takes it.
inline constexpr std::string_view consent_option = "--consent \"WHO,DATE[,HOW]\"";
inline constexpr std::string_view consent_help =
    "who attests that these people agreed to be reminded, since when, and how they agreed";

/// As intake::read_attestation; empty: nobody attests it. Errors: `invalid`.
Result<void> check_consent(const std::string& said);

/// Besides: that day has begun somewhere. Errors: `invalid`.
Result<void> check_consent_begun(const std::string& said, Instant now);

}  // namespace courtesy::app
