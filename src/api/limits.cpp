#include "api/limits.h"

namespace courtesy::api {

access::Left Limits::spend(const std::string& subject, const access::Allowance& allowance, Instant now) {
  if (spent_.size() >= most && !spent_.contains(subject)) {
    std::erase_if(spent_, [&](const auto& one) { return one.second.spent.since + one.second.window <= now; });
    if (spent_.size() >= most) spent_.clear();
  }
  Entry& entry = spent_[subject];
  entry.window = allowance.window;
  return access::spend(entry.spent, allowance, now);
}

void tell_limit(http::Response& response, const access::Left& left) {
  response.headers.emplace_back("RateLimit-Limit", std::to_string(left.limit));
  response.headers.emplace_back("RateLimit-Remaining", std::to_string(left.remaining));
  response.headers.emplace_back("RateLimit-Reset", std::to_string(left.reset.count()));
  if (!left.allowed) response.headers.emplace_back("Retry-After", std::to_string(left.reset.count()));
}

}  // namespace courtesy::api
