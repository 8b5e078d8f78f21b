#include "twiml/messaging.h"

#include <fmt/format.h>

namespace courtesy::twiml {
namespace {

constexpr std::size_t max_replies = 10;
constexpr std::size_t max_media = 10;

std::string body_of(const Element& message) {
  for (const Node& node : message.children) {
    if (const auto* child = std::get_if<Element>(&node); child != nullptr && child->name == "Body")
      return child->text();
  }
  return message.text();
}

void take_message(const Element& verb, MessagingResult& result) {
  if (result.replies.size() == max_replies) {
    result.warnings.push_back({14109, fmt::format("line {}: more than {} messages", verb.line, max_replies)});
    return;
  }
  Reply reply;
  reply.to = verb.attribute("to");
  reply.from = verb.attribute("from");
  reply.body = body_of(verb);
  reply.status_callback = verb.attribute("statusCallback");
  for (const Node& node : verb.children) {
    const auto* child = std::get_if<Element>(&node);
    if (child != nullptr && child->name == "Media") reply.media.push_back(child->text());
  }
  if (reply.media.size() > max_media) {
    result.warnings.push_back({14109, fmt::format("line {}: more than {} <Media>", verb.line, max_media)});
    reply.media.resize(max_media);
  }
  if (reply.body.empty() && reply.media.empty()) {
    result.warnings.push_back({14103, fmt::format("line {}: <{}> has no text", verb.line, verb.name)});
    return;
  }
  result.replies.push_back(std::move(reply));
}

}  // namespace

Result<MessagingResult> read_messaging(std::string_view content_type, std::string_view body) {
  MessagingResult result;
  if (body.empty()) return result;
  if (content_type.starts_with("text/plain")) {
    result.replies.push_back({.body = std::string(body)});
    return result;
  }
  if (!content_type.starts_with("text/xml") && !content_type.starts_with("application/xml") &&
      !content_type.starts_with("text/html")) {
    return invalid(fmt::format("12300 Content-Type '{}' is no TwiML: answer text/xml", content_type));
  }
  auto parsed = parse(body);
  if (!parsed) return invalid("12100 " + parsed.error().message);
  if (parsed->name != "Response")
    return invalid(fmt::format("12102 the root is <{}>: it must be <Response>", parsed->name));
  for (const Node& node : parsed->children) {
    const auto* verb = std::get_if<Element>(&node);
    if (verb == nullptr) continue;
    if (verb->name == "Message" || verb->name == "Sms") {
      take_message(*verb, result);
    } else if (verb->name == "Redirect") {
      result.redirects = true;
      result.redirect_to = verb->text();
      result.redirect_method = verb->attribute("method", "POST");
      return result;
    } else {
      result.warnings.push_back({14110, fmt::format("line {}: <{}> is no messaging verb", verb->line, verb->name)});
    }
  }
  return result;
}

}  // namespace courtesy::twiml
