#include "phonenet/mailbox.h"

namespace courtesy::phonenet {
namespace {

/// `*` in `pattern` stands for anything; the time is at most the product of the lengths.
bool matches(std::string_view text, std::string_view pattern) {
  std::size_t at = 0;
  std::size_t in = 0;
  std::size_t star = std::string_view::npos;
  std::size_t tried = 0;
  while (at < text.size()) {
    if (in < pattern.size() && pattern[in] == '*') {
      star = in++;
      tried = at;
    } else if (in < pattern.size() && pattern[in] == text[at]) {
      ++in;
      ++at;
    } else if (star != std::string_view::npos) {
      in = star + 1;
      at = ++tried;
    } else {
      return false;
    }
  }
  while (in < pattern.size() && pattern[in] == '*') ++in;
  return in == pattern.size();
}

}  // namespace

void Mailbox::send(mail::Message message, milliseconds, UniqueFunction<void(mail::Outcome)> done) {
  mail::Outcome outcome{mail::Ending::accepted, 250, "2.0.0 taken"};
  for (const auto& [pattern, scripted] : rules_) {
    if (!matches(message.to, pattern)) continue;
    outcome = scripted;
    break;
  }
  const bool arrives = outcome.ending == mail::Ending::accepted || outcome.ending == mail::Ending::unknown;
  journal_.write({.kind = arrives ? EntryKind::email_delivered : EntryKind::email_refused,
                  .sid = message.message_id,
                  .to = message.to,
                  .from = message.from,
                  .text = message.subject,
                  .detail = arrives ? "" : std::to_string(outcome.code)});
  if (arrives) messages_.push_back(std::move(message));
  delays_.in(milliseconds{50},
             [done = std::move(done), outcome = std::move(outcome)]() mutable { done(std::move(outcome)); });
}

}  // namespace courtesy::phonenet
