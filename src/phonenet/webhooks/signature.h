// X-Twilio-Signature, made by code of the network's own: a second opinion on whoever checks it.
#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace courtesy::phonenet {

/// Base64 of HMAC-SHA1, under the account's token, of the full URL (without its fragment) and, for a POSTed form, each
/// name and value after it, sorted by name (Twilio docs, "Validating requests"). A repeated name counts once for each
/// of its different values, in their order. `fields` is empty for GET.
std::string sign(std::string_view auth_token, std::string_view url, const http::Fields& fields);

}  // namespace courtesy::phonenet
