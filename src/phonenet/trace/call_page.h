// One call as JSON: its state, its documents, every step through them, the webhooks. What the handset's page shows.
#pragma once

#include <optional>
#include <string>

#include "phonenet/office.h"

namespace courtesy::phonenet {

/// {"sid":…,"status":…,"documents":[…],"steps":[…],"webhooks":[…],"notices":[…]}
std::string call_page(const Office& office, const Call& call);

/// `GET /_/calls/SID`, `/_/calls/SID/timeline.svg` and `.txt`; nothing for another path.
std::optional<http::Response> call_pages(Office& office, const http::Request& request);

/// `text` as an item of an array under way (`[`, or with items already).
void append_item(std::string& array, std::string_view json);

}  // namespace courtesy::phonenet
