// What a text or an email must be before it may be published, beyond what no message of ours may say.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "flow/finding.h"

namespace courtesy::flow {

/// What a reminder that is written may have in it: the spoken names but those which a reminder has not.
inline constexpr std::array<std::string_view, 7> written_names{
    "business", "callback_number", "client_first_name", "code", "date", "time", "when"};

enum class MessageKind { text, email };

/// text_findings, and besides: a name that a reminder has no value for; of a text that it says how to opt out; of an
/// email that it begins with its subject. In the order of their places.
std::vector<Finding> message_findings(MessageKind kind, std::string_view file, std::string_view bytes);

}  // namespace courtesy::flow
