// What an application keeps with whoever asks it (RFC 6265), as long as one call.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "http/message.h"

namespace courtesy::phonenet {

/// At most 50 of them, the oldest goes first. Names and values are kept as they were written.
class Cookies {
 public:
  /// What an answer from there has set; one whose time is over is taken away.
  void take(const http::Url& from, const http::Headers& answer, Instant now);
  /// The `Cookie` header of a request; empty: there is none.
  std::string for_request(const http::Url& to, Instant now) const;

 private:
  struct Cookie {
    std::string name;
    std::string value;
    std::string domain;
    bool subdomains = false;
    std::string path;
    bool secure = false;
    std::optional<Instant> until;
  };
  static std::optional<Cookie> read(const http::Url& from, std::string_view text, Instant now);

  std::vector<Cookie> all_;
};

}  // namespace courtesy::phonenet
