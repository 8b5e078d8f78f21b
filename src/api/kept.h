// What is answered to a write that came to nothing, or may have.
#pragma once

#include <optional>

#include "http/message.h"
#include "store/store.h"

namespace courtesy::api {

/// 503 `unavailable`: the store did not say that it kept this.
http::Response not_kept();
/// None: it was kept.
std::optional<http::Response> failure_of(const WriteEnding& ending);

}  // namespace courtesy::api
