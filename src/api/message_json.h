// A text or an email as the API spells it: subject and text apart, each place of a finding in one of them.
#pragma once

#include <boost/json/fwd.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "appointment/appointment.h"
#include "base/language.h"
#include "base/result.h"

namespace courtesy::api {

/// `words`: as flow::TextTemplate takes them, an email's with its subject first.
struct Message {
  Channel channel = Channel::text;
  std::string words;
};

/// {"channel", "subject", "text"}. `known`: the channel of a template that is there. Errors: `invalid`.
Result<Message> read_message_body(const boost::json::object& body, std::optional<Channel> known);
/// {"subject", "text"}; a text's `subject` is null.
boost::json::object message_json(Channel channel, std::string_view words);
/// [{"severity", "code", "in", "line", "column", "message", "why"}]: an `error` bars publishing, a `warning` does not.
boost::json::array findings_json(Channel channel, std::string_view words, Language language);
boost::json::array errors_in(const boost::json::array& findings);
/// {"subject", "text"} as spans [{"text", "field"}], `sample` whole, and of a text what it costs.
boost::json::object rendered_json(const Message& message, const std::map<std::string, std::string>& values,
                                  Language language);

}  // namespace courtesy::api
