// Who asks: by a session's cookie, a key, or in a demo by being there.
#pragma once

#include <optional>
#include <string>

#include "api/call.h"
#include "api/settings.h"
#include "store/store.h"

namespace courtesy::api {

/// The session's token in the request's cookies; empty: none. `secure`: only one that came over https counts, and that
/// no other host can have planted.
std::string session_token(const http::Request& request, bool secure);
/// The header that sets it, or, with an empty token, takes it away. `secure`: the page is reached by https.
std::pair<std::string, std::string> session_cookie(const std::string& token, bool secure);

/// Why a page of ours cannot have sent this change; none: it may have. A foreign page can send neither the header
/// X-Courtesy, nor our own origin.
std::optional<std::string> foreign(const http::Request& request);

class Gate {
 public:
  Gate(Store& store, const Settings& settings) : store_(store), settings_(settings) {}

  /// Errors: the store's. What shows nothing, or something that is good no more, is nobody.
  void who_asks(const http::Request& request, UniqueFunction<void(Result<Actor>)> told);
  /// Under an https address: the cookie is kept from everything else.
  bool secure(const http::Request& request) const;

 private:
  Store& store_;
  const Settings& settings_;
};

}  // namespace courtesy::api
