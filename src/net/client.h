// HTTP out into the world: libcurl on the loop (which stays in client.cpp and curl_loop).
#pragma once

#include <memory>
#include <string>

#include "http/seam.h"
#include "net/loop.h"
#include "net/reach.h"

namespace courtesy::net {

struct CurlClientOptions {
  Reach reach = Reach::loopback_only;  ///< production says otherwise, explicitly
  std::size_t under_way = 1'000;       ///< one more is NothingLeft
  std::size_t idle_connections = 64;   ///< kept for later GETs
  /// A virtual clock stands still while an exchange is under way. What answers must then not wait for that clock.
  bool hold_clock = true;
  std::string ca_file;  ///< PEM, in place of the system's authorities; empty: the system's
};

/// HTTP/1.1; http and https only; no redirects, no cookies, no proxy, whatever the environment says; the URL goes out
/// as it is written. Limits count real time. Anything but GET and HEAD, and every contact, goes on a connection of
/// its own: on a kept one libcurl would send it again when the connection dies unanswered.
///
/// SIGPIPE is ignored in the whole process once there is a client, since OpenSSL writes without MSG_NOSIGNAL.
///
/// A request that cannot be written as one (a line end in a header, no http URL) is NothingLeft. An answer that is
/// incomplete, larger than its limit or not HTTP is Broken. Reasons quote neither URL nor header.
class CurlClient final : public http::Client {
 public:
  using Options = CurlClientOptions;

  /// `loop` outlives the client.
  CurlClient(AsioLoop& loop, Options options);
  /// Exchanges under way are broken off; their `done` is not called.
  ~CurlClient() override;

  void send(http::Request request, http::Limits limits, UniqueFunction<void(http::Exchange)> done) override;

 private:
  struct Core;
  std::shared_ptr<Core> core_;
};

}  // namespace courtesy::net
