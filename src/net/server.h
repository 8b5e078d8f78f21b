// HTTP/1.1 on a port: sockets outside, an http::Handler inside. Boost.Beast and the coroutines stay in server.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/log.h"
#include "http/seam.h"
#include "net/loop.h"

namespace courtesy::net {

/// An answer of this status is none: the connection is closed and nothing is written, as when a peer dies.
constexpr int no_answer = 0;

/// Times are real time, whatever the loop's clock does.
struct ServerOptions {
  std::string address = "127.0.0.1";  ///< IPv4 or IPv6
  std::uint16_t port = 0;             ///< 0: any that is free
  std::size_t connections = 1'000;    ///< more wait in the kernel until one ends
  std::size_t header_bytes = 16 << 10;
  /// The most bytes of body that a request may have; 1 MB where it is empty. Asked once the header is whole.
  std::function<std::size_t(std::string_view method, std::string_view path)> body_limit;
  /// How a refusal of the server's own is told to whoever asked: 4xx, and 503 for no answer in time. Of what was
  /// `asked` it has the path and `Accept-Language`. Plain words where it is empty, and where no path could be read.
  std::function<http::Response(int status, const http::Request& asked, std::string_view why)> refusal;
  /// A proxy on this machine passes on what others ask, and writes their address last in `X-Forwarded-For`. Otherwise
  /// that header is dropped, and whoever is passed on has no address.
  bool behind_proxy = false;
  milliseconds header{5'000};    ///< from a request's first byte to the end of its header; also to the first byte
  milliseconds body{5'000};      ///< between two pieces of a body, which must come at 4 kB/s on average besides
  milliseconds idle{60'000};     ///< between two requests
  milliseconds answer{120'000};  ///< for the handler; longer than any long poll
  milliseconds grace{5'000};     ///< for what is under way when the server is stopped
};

/// Hands each request to the handler on the loop, one at a time for each connection, and writes its answer.
///
/// - HEAD reaches the handler as GET; the answer's body is left out.
/// - `X-Forwarded-*`, `Forwarded` and `X-Real-IP` are dropped: anybody can write them. Whoever is passed on so has no
///   `peer`, but for the last address in `X-Forwarded-For` where the proxy is known.
/// - An answer's `Content-Length`, `Connection`, `Transfer-Encoding` and `Date` are the server's own.
/// - A `Respond` dropped unanswered, an exception, or a header that cannot be sent is answered 500; no answer in
///   time 503. One of status `no_answer` closes the connection. An answer to a client that is gone is dropped.
/// - What is refused here is answered as `refusal` has it: 400, 408, 413, 417, 431. The connection then ends.
class Server {
 public:
  using Options = ServerOptions;

  /// Accepts connections once it returns. Errors: `invalid` for the address, `unavailable` when the port is taken.
  /// All three outlive the server.
  static Result<std::unique_ptr<Server>> listen(AsioLoop& loop, http::Handler& handler, Log& log, Options options);
  /// Ends every connection; the handler is not called again.
  ~Server();

  std::uint16_t port() const;
  /// `http://127.0.0.1:PORT`, without a slash at the end.
  std::string url() const;
  std::size_t connections() const;

  /// Accepts nothing new, lets answers under way go out within `grace`, ends the rest; then runs `stopped`. Once.
  void stop(Task stopped);

  struct Core;

 private:
  explicit Server(std::shared_ptr<Core> core);
  std::shared_ptr<Core> core_;
};

}  // namespace courtesy::net
