// What keeps a page on this machine from being used by another: the name it is asked under, and what its answers
// forbid.
#pragma once

#include <optional>
#include <string_view>

#include "http/message.h"

namespace courtesy::http {

/// A page's guards, on every answer: no foreign script, style, image or frame; no guessing of types. One
/// that has a Content-Security-Policy of its own keeps it. `https`: and this host by https only, from now on.
void secure(Response& response, bool https = false);

/// The name in the Host header, without its port; an IPv6 address in its brackets. Nothing without a header.
std::optional<std::string_view> host_of(const Request& request);
/// `localhost` and the loopback addresses: what a foreign name that was made to point here is not.
bool is_local_name(std::string_view host);
/// Asked by a script or a form of a page from elsewhere, as the browser itself says (Origin).
bool is_from_another_page(const Request& request);

}  // namespace courtesy::http
