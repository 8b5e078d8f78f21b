#include "phonenet/records.h"

#include <algorithm>

namespace courtesy::phonenet {
namespace {

constexpr std::string_view hexadecimal = "0123456789abcdef";

}  // namespace

std::string_view to_string(CallStatus status) {
  switch (status) {
    case CallStatus::queued: return "queued";
    case CallStatus::ringing: return "ringing";
    case CallStatus::in_progress: return "in-progress";
    case CallStatus::completed: return "completed";
    case CallStatus::busy: return "busy";
    case CallStatus::no_answer: return "no-answer";
    case CallStatus::failed: return "failed";
    case CallStatus::canceled: return "canceled";
  }
  return "";
}

bool is_final(CallStatus status) { return status >= CallStatus::completed; }

std::string_view to_string(TextStatus status) {
  switch (status) {
    case TextStatus::queued: return "queued";
    case TextStatus::sending: return "sending";
    case TextStatus::sent: return "sent";
    case TextStatus::delivered: return "delivered";
    case TextStatus::undelivered: return "undelivered";
    case TextStatus::failed: return "failed";
    case TextStatus::received: return "received";
  }
  return "";
}

bool is_final(TextStatus status) { return status >= TextStatus::delivered; }

std::optional<CallEvent> call_event_named(std::string_view name) {
  if (name == "initiated") return CallEvent::initiated;
  if (name == "ringing") return CallEvent::ringing;
  if (name == "answered") return CallEvent::answered;
  if (name == "completed") return CallEvent::completed;
  return std::nullopt;
}

std::int64_t Call::seconds_talked() const {
  if (!answered || !ended) return 0;
  return std::chrono::ceil<seconds>(*ended - *answered).count();
}

std::int64_t Recording::seconds_long() const {
  return std::max<std::int64_t>(1, std::chrono::round<seconds>(length).count());
}

std::string make_sid(std::string_view prefix, Random& random) {
  std::string sid(prefix);
  for (int half = 0; half < 2; ++half) {
    std::uint64_t word = random.next();
    for (int i = 0; i < 16; ++i, word >>= 4) sid += hexadecimal[word & 15];
  }
  return sid;
}

bool is_sid(std::string_view text, std::string_view prefix) {
  return text.size() == prefix.size() + 32 && text.starts_with(prefix) &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(prefix.size()), text.end(),
                     [](char c) { return hexadecimal.find(c) != std::string_view::npos || (c >= 'A' && c <= 'F'); });
}

}  // namespace courtesy::phonenet
