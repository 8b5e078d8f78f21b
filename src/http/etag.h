// What whoever asks has already need not be sent again (RFC 9110, 8.8.3 and 13.1.2).
#pragma once

#include <string>
#include <string_view>

#include "http/seam.h"

namespace courtesy::http {

/// Of those bytes, with its quotes: as good as certainly another where one byte is.
std::string tag_of(std::string_view bytes);

/// Whether `If-None-Match` names that tag, or any.
bool has_already(const Request& request, std::string_view tag);

/// An answer with status 200 that is no stream gets an `ETag` of its body, unless it has one; where `request` has that
/// already, it becomes 304 without a body.
Respond told_once(const Request& request, Respond respond);

}  // namespace courtesy::http
