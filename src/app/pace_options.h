// Words of the command line for agents and callbacks: `180s`, `3m`, `10%`.
#pragma once

#include <chrono>
#include <string_view>

#include "base/result.h"

namespace courtesy::app {

/// `180s`, `3m`, `1h`, with or without a fraction: 0 to a day. Errors: `invalid`, naming the option.
Result<std::chrono::duration<double>> short_span_of(std::string_view option, std::string_view text);

/// `10%`, `2.5%`: as a share of 1, 0 to 1. Errors: `invalid`, naming the option.
Result<double> share_of(std::string_view option, std::string_view text);

/// A number without a sign: `8`, `7.5`. Errors: `invalid`, naming the option.
Result<double> amount_of(std::string_view option, std::string_view text);

}  // namespace courtesy::app
