// One call as JSON: its state, its documents, every step through them, the webhooks. What the handset's page shows.
#pragma once

#include <string>

#include "phonenet/office.h"

namespace courtesy::phonenet {

/// {"sid":…,"status":…,"documents":[…],"steps":[…],"webhooks":[…],"notices":[…]}
std::string call_page(const Office& office, const Call& call);

/// `text` as an item of an array under way (`[`, or with items already).
void append_item(std::string& array, std::string_view json);

}  // namespace courtesy::phonenet
