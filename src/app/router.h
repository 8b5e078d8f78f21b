// One door: what providers ask and the links in emails go to the node, everything else to the API and its page.
#pragma once

#include "node/node.h"

namespace courtesy::app {

class Router final : public http::Handler {
 public:
  /// Both outlive it.
  Router(Node& node, http::Handler& pages) : node_(node), pages_(pages) {}
  void handle(http::Request request, http::Respond respond) override {
    http::Handler& handler = Node::is_for_node(request.path()) ? static_cast<http::Handler&>(node_) : pages_;
    handler.handle(std::move(request), std::move(respond));
  }

 private:
  Node& node_;
  http::Handler& pages_;
};

}  // namespace courtesy::app
