// Texts with pictures: fetched first, and none goes out without what belongs to it.
#include <fmt/format.h>

#include "phonenet/exchange/texts.h"

namespace courtesy::phonenet {
namespace {

constexpr std::size_t most_bytes = 5 << 20;  // Twilio docs, "Accepted content types for media"
constexpr int not_fetched = 11200;

}  // namespace

void Texts::fetch_media(Text& text, std::size_t index) {
  if (index == text.media.size()) return text.inbound ? hand_over(text) : leave(text);
  office_.webhooks.ask({.url = text.media[index].url, .method = "GET", .fields = {}, .most_bytes = most_bytes},
                       [this, &text, index](WebhookAnswer answer) {
                         if (keep_medium(text, text.media[index], std::move(answer))) {
                           fetch_media(text, index + 1);
                         } else if (text.inbound) {  // the text arrives, without it
                           text.media.erase(text.media.begin() + static_cast<std::ptrdiff_t>(index));
                           fetch_media(text, index);
                         }
                       });
}

/// False where there is nothing to keep: a text that should leave has failed.
bool Texts::keep_medium(Text& text, Medium& medium, WebhookAnswer answer) {
  auto* page = std::get_if<twiml::Page>(&answer);
  if (page == nullptr || page->status >= 300 || page->content_type.empty()) {
    const std::string why = page == nullptr ? std::get<twiml::FetchFailed>(answer).text
                                            : fmt::format("{} answered {}", page->url, page->status);
    office_.journal.write(
        {.kind = EntryKind::notice, .sid = text.sid, .text = why, .detail = std::to_string(not_fetched)});
    if (text.inbound) return false;
    text.status = TextStatus::failed;
    text.error_code = not_fetched;
    text.updated = office_.clock.now();
    write(EntryKind::text_failed, text, std::to_string(not_fetched));
    tell(text);
    return false;
  }
  medium.content_type = page->content_type.substr(0, page->content_type.find(';'));
  medium.bytes = std::move(page->body);
  medium.updated = office_.clock.now();
  return true;
}

}  // namespace courtesy::phonenet
