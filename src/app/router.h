// One door: what providers ask goes to the node, everything else to the API and its page.
#pragma once

#include "http/seam.h"

namespace courtesy::app {

class Router final : public http::Handler {
 public:
  /// Both outlive it.
  Router(http::Handler& providers, http::Handler& pages) : providers_(providers), pages_(pages) {}
  void handle(http::Request request, http::Respond respond) override {
    http::Handler& handler = request.path().starts_with("/twilio/") ? providers_ : pages_;
    handler.handle(std::move(request), std::move(respond));
  }

 private:
  http::Handler& providers_;
  http::Handler& pages_;
};

}  // namespace courtesy::app
