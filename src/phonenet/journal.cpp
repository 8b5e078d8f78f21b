#include "phonenet/journal.h"

#include "phonenet/json.h"

namespace courtesy::phonenet {

std::string_view to_string(EntryKind kind) {
  switch (kind) {
    case EntryKind::call_accepted: return "call_accepted";
    case EntryKind::ring: return "ring";
    case EntryKind::answer: return "answer";
    case EntryKind::heard: return "heard";
    case EntryKind::key: return "key";
    case EntryKind::beep: return "beep";
    case EntryKind::message_left: return "message_left";
    case EntryKind::said: return "said";
    case EntryKind::recorded: return "recorded";
    case EntryKind::joined: return "joined";
    case EntryKind::left: return "left";
    case EntryKind::hang_up: return "hang_up";
    case EntryKind::ended: return "ended";
    case EntryKind::text_accepted: return "text_accepted";
    case EntryKind::text_delivered: return "text_delivered";
    case EntryKind::text_failed: return "text_failed";
    case EntryKind::text_reply: return "text_reply";
    case EntryKind::opted_out: return "opted_out";
    case EntryKind::opted_in: return "opted_in";
    case EntryKind::email_delivered: return "email_delivered";
    case EntryKind::email_refused: return "email_refused";
    case EntryKind::webhook: return "webhook";
    case EntryKind::notice: return "notice";
    case EntryKind::refused: return "refused";
    case EntryKind::request: return "request";
    case EntryKind::response: return "response";
    case EntryKind::fault: return "fault";
  }
  return "";
}

std::string to_json(const Entry& entry) {
  JsonObject json;
  json.number("n", static_cast<std::int64_t>(entry.number));
  json.text("at", courtesy::to_string(entry.at)).text("what", to_string(entry.kind));
  if (!entry.sid.empty()) json.text("sid", entry.sid);
  if (!entry.to.empty()) json.text("to", entry.to);
  if (!entry.from.empty()) json.text("from", entry.from);
  if (!entry.text.empty()) json.text("text", entry.text);
  if (!entry.detail.empty()) json.text("detail", entry.detail);
  return json.take();
}

void Journal::write(Entry entry) {
  entry.number = ++written_;
  entry.at = clock_.now();
  ++counts_[static_cast<std::size_t>(entry.kind)];
  if (sink_) sink_(entry);
  entries_.push_back(std::move(entry));
  if (entries_.size() > keep_) entries_.pop_front();
  if (on_write_) on_write_();
}

std::string Journal::to_lines() const {
  std::string lines;
  for (const Entry& entry : entries_) lines += to_json(entry) + "\n";
  return lines;
}

}  // namespace courtesy::phonenet
