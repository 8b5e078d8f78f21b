// What a messaging webhook's answer asks for: texts to send, or another document.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "twiml/document.h"

namespace courtesy::twiml {

struct Reply {
  std::string to;    ///< empty: to whoever wrote
  std::string from;  ///< empty: from the number that was written to
  std::string body;
  std::string status_callback;
  std::vector<std::string> media{};  ///< URLs, as written
};

struct MessagingWarning {
  int code;
  std::string text;
};

struct MessagingResult {
  std::vector<Reply> replies;
  bool redirects = false;
  std::string redirect_to;  ///< as written, relative to the document; empty: the document itself
  std::string redirect_method = "POST";
  std::vector<MessagingWarning> warnings;
};

/// Runs a messaging document. <Message> (and its old name <Sms>) and <Redirect> are verbs; what follows a <Redirect> is
/// not reached. More than 10 messages are cut (Twilio 14109), other verbs are warned of (14110).
/// Errors: `invalid` with Twilio's code first: 12100 not well-formed, 12102 another root, 12300 no TwiML or text.
/// An empty body is no reply; `text/plain` is the reply itself.
Result<MessagingResult> read_messaging(std::string_view content_type, std::string_view body);

}  // namespace courtesy::twiml
