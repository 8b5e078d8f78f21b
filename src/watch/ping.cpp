#include "watch/ping.h"

namespace courtesy {
namespace {

constexpr http::Limits limits{.total = milliseconds{20'000}, .response_bytes = 64u << 10};

std::string failure_of(const http::Exchange& exchange) {
  if (const auto* response = std::get_if<http::Response>(&exchange)) {
    return response->status < 400 ? "" : "it answered " + std::to_string(response->status);
  }
  if (const auto* nothing = std::get_if<http::NothingLeft>(&exchange)) return nothing->why;
  return std::get<http::Broken>(exchange).why;
}

}  // namespace

void Ping::send() {
  if (under_way_) return;
  under_way_ = true;
  client_.send({.method = "GET", .url = url_, .headers = {}, .body = {}}, limits, [this](http::Exchange exchange) {
    under_way_ = false;
    const std::string why = failure_of(exchange);
    if (!why.empty() && !failing_) log_.warning("ping_failed", {{"why", why}});
    failing_ = !why.empty();
  });
}

}  // namespace courtesy
