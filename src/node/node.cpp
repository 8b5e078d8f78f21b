#include "node/node.h"

#include "dispatch/fill.h"

namespace courtesy {

Node::Node(NodeSettings settings, Outside outside, flow::Library library)
    : settings_(std::move(settings)), outside_(outside), library_(std::move(library)) {}

Result<std::unique_ptr<Node>> Node::make(NodeSettings settings, Outside outside) {
  flow::Library library = TRY(flow::Library::builtin());
  std::unique_ptr<Node> node(new Node(std::move(settings), outside, std::move(library)));
  node->twilio_ = TRY(TwilioGateway::make(node->settings_.twilio, outside.http));
  if (node->settings_.smtp && outside.mail != nullptr) {
    node->smtp_ = TRY(SmtpGateway::make(*node->settings_.smtp, *outside.mail));
  }
  node->assemble();
  return node;
}

void Node::assemble() {
  dispatcher_ = std::make_unique<Dispatcher>(
      Dispatcher::Parts{.loop = outside_.loop,
                        .clock = outside_.clock,
                        .store = outside_.store,
                        .gateways = {.call = twilio_.get(), .text = twilio_.get(), .email = smtp_.get()},
                        .fill = fill_from(library_),
                        .random = outside_.random,
                        .log = outside_.log},
      settings_.dispatch);
  hooks_ = std::make_unique<Hooks>(Hooks::Parts{.store = outside_.store,
                                                .flows = library_,
                                                .log = outside_.log,
                                                .public_url = twilio_->settings().public_url,
                                                .keys = twilio_->settings().verifying_keys(),
                                                .changed = [this] { changed(); }});
  unsubscribe_ = std::make_unique<Unsubscribe>(
      outside_.store, settings_.smtp ? settings_.smtp->link_keys : std::vector<Secret<std::string>>{});
}

bool Node::is_for_node(std::string_view path) {
  return path.starts_with("/twilio/") || path.starts_with("/unsubscribe/");
}

void Node::handle(http::Request request, http::Respond respond) {
  http::Handler& door =
      request.path().starts_with("/unsubscribe/") ? static_cast<http::Handler&>(*unsubscribe_) : *hooks_;
  door.handle(std::move(request), std::move(respond));
}

void Node::changed() { dispatcher_->nudge(); }

}  // namespace courtesy
