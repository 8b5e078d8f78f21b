// How many requests each may make, counted in memory.
#pragma once

#include <map>
#include <string>

#include "access/pace.h"
#include "http/message.h"

namespace courtesy::api {

class Limits {
 public:
  /// Counts one more of whoever this is.
  access::Left spend(const std::string& subject, const access::Allowance& allowance, Instant now);
  std::size_t size() const { return spent_.size(); }

  /// Beyond that many at once those whose time is over are forgotten; are there none, all are.
  static constexpr std::size_t most = 20'000;

 private:
  struct Entry {
    access::Spent spent;
    seconds window{0};
  };
  std::map<std::string, Entry, std::less<>> spent_;
};

/// RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset; and Retry-After where it was too many.
void tell_limit(http::Response& response, const access::Left& left);

}  // namespace courtesy::api
