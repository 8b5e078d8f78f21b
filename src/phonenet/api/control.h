// What the control endpoints under /_/ show, as JSON.
#pragma once

#include <string>
#include <string_view>

#include "phonenet/api/parameters.h"
#include "phonenet/office.h"

namespace courtesy::phonenet {

/// {"entries":[…],"last":51}: `after=N` those with a higher number, `sid`, `number` (To or From), `what`, `limit`
/// (1,000 by default, 10,000 at most).
std::string journal_page(const Office& office, const Parameters& parameters);
/// {"calls":[…]}: newest first, sid, to, from, status and what the call is at; `open=true` only those that have not
/// ended.
std::string calls_page(Office& office, const Parameters& parameters);
std::string summary_page(Office& office);
std::size_t count_open_calls(Office& office);

std::string error_page(std::string_view what);
std::string sid_page(std::string_view sid);

}  // namespace courtesy::phonenet
