// One door: what providers ask and the links in emails go to the node, everything else to the API and its page.
#pragma once

#include "node/node.h"

namespace courtesy::app {

class Router final : public http::Handler {
 public:
  /// Both outlive it.
  Router(Node& node, http::Handler& pages, Role role) : node_(node), pages_(pages), role_(role) {}
  void handle(http::Request request, http::Respond respond) override {
    if (role_ == Role::worker && !is_for_worker(request.path())) {
      return respond(http::text_response(
          404, "This node is a worker and answers /health and /metrics alone: ask one whose role is web.\n"));
    }
    http::Handler& handler = Node::is_for_node(request.path()) ? static_cast<http::Handler&>(node_) : pages_;
    handler.handle(std::move(request), std::move(respond));
  }

 private:
  static bool is_for_worker(std::string_view path) { return path == "/health" || path == "/metrics"; }

  Node& node_;
  http::Handler& pages_;
  Role role_;
};

}  // namespace courtesy::app
