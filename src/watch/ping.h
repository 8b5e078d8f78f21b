// The dead man's ping: a monitor elsewhere hears from us while all is well, and notices when it does not.
#pragma once

#include <string>

#include "base/log.h"
#include "http/seam.h"

namespace courtesy {

class Ping {
 public:
  /// `url` is read with GET; what it answers matters to nobody but the log. `client` outlives the ping.
  Ping(http::Client& client, Log& log, std::string url) : client_(client), log_(log), url_(std::move(url)) {}

  /// All is well now. One at a time: while an older one is under way nothing is sent.
  void send();

 private:
  http::Client& client_;
  Log& log_;
  std::string url_;
  bool under_way_ = false;
  bool failing_ = false;
};

}  // namespace courtesy
