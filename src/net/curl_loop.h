// libcurl's multi interface on the loop: transfers go in, and come out with their code. For client.cpp.
#pragma once

#include <curl/curl.h>

#include <memory>

#include "base/unique_function.h"
#include "net/loop.h"

namespace courtesy::net {

/// Once for the process, before any other use of libcurl; ignores SIGPIPE from then on. Any thread may call.
void start_curl();

class CurlLoop {
 public:
  struct Bounds {
    long connections;       ///< at once
    long idle_connections;  ///< kept for later
  };
  CurlLoop(AsioLoop& loop, Bounds bounds);
  /// Transfers under way end unreported; their handles are no longer looked at.
  ~CurlLoop();

  /// Performs the transfer; `done` once, on the loop, never before add() has returned. The handle stays the caller's.
  void add(CURL* handle, UniqueFunction<void(CURLcode)> done);

 private:
  struct Core;
  std::shared_ptr<Core> core_;
};

}  // namespace courtesy::net
