// The two seams of HTTP: a Handler answers requests, a Client makes them.
#pragma once

#include "base/instant.h"
#include "base/unique_function.h"
#include "http/message.h"

namespace courtesy::http {

/// Once, perhaps later: answering may need a commit. Dropping it unanswered is answered 500.
using Respond = UniqueFunction<void(Response)>;

class Handler {
 public:
  virtual ~Handler() = default;
  virtual void handle(Request request, Respond respond) = 0;
};

struct Limits {
  milliseconds connect{5'000};
  milliseconds total{30'000};
  std::size_t response_bytes = 1 << 20;
  /// A contact: HTTP/1.1 on a connection of its own, which is not reused. libcurl re-sends a POST by
  /// itself when a kept-alive connection closes without an answer; this is how it cannot.
  bool contact = false;
};

class Client {
 public:
  virtual ~Client() = default;
  /// No redirects, no retries. `done`: once, on the loop.
  virtual void send(Request request, Limits limits, UniqueFunction<void(Exchange)> done) = 0;
};

}  // namespace courtesy::http
