// Another of the account's numbers at the other end: its VoiceUrl is asked, in a call of its own.
#include <fmt/format.h>

#include "phonenet/exchange/line.h"
#include "phonenet/exchange/tones.h"

namespace courtesy::phonenet {
namespace {

constexpr int most_hops = 10;
constexpr std::string_view at_the_other_end = "number";

}  // namespace

std::shared_ptr<Line> Line::to_number(Office& office, const Number& number, std::string from,
                                      std::shared_ptr<const Persona> caller) {
  const Instant now = office.clock.now();
  Call record{.sid = make_sid("CA", office.random), .inbound = true, .to = number.phone_number};
  record.from = std::move(from);
  record.url = number.voice_url;
  record.method = number.voice_method;
  record.fallback_url = number.voice_fallback_url;
  record.fallback_method = number.voice_fallback_method;
  record.status_callback = number.status_callback;
  record.status_callback_method = number.status_callback_method;
  record.time_limit = office.settings.time_limit;
  record.created = record.updated = now;
  record.caller = std::move(caller);
  Call& call = office.calls.add(std::move(record));
  call.line = std::make_shared<Line>(office, call, *call.caller);
  return call.line;
}

std::shared_ptr<Line> Line::ring_number(Office& office, Call& dialled, const std::weak_ptr<FarEnd>& caller) {
  const auto fail = [&](int code, std::string why) {
    add_notification(office, dialled, code, false, std::move(why), "");
    return nullptr;
  };
  const Number* number = office.number_called(dialled.to);
  if (number == nullptr || number->voice_url.empty()) {
    return fail(21502, dialled.to + " has no VoiceUrl: nobody answers there, and Twilio does not say why");
  }
  if (dialled.hops == most_hops) {
    return fail(11215, fmt::format("{} calls between own numbers, each from the one before: do they dial each other?",
                                   most_hops));
  }
  const auto line = to_number(office, *number, dialled.from, another_number());
  line->call_.hops = dialled.hops + 1;
  line->far_ = caller;
  line->call_.ring_for = dialled.ring_for;
  office.loop.post(line->task([](Line& ringing) { ringing.arrive(); }));
  return line;
}

bool Line::reaches_number() const { return who_ == another_number().get() && !call_.inbound; }

void Line::number_rings() {
  const auto line = ring_number(office_, call_, weak_from_this());
  if (!line) return end(CallStatus::failed, 404, "network");
  far_ = line;
  ring();
}

void Line::far_answers() {
  if (!over_ && call_.status == CallStatus::ringing) pick_up();
}

void Line::far_ends(CallStatus status) {
  if (over_) return;
  if (call_.answered) return callee_hangs_up(at_the_other_end);
  if (call_.inbound) return end(CallStatus::no_answer, 487, at_the_other_end);
  end(status == CallStatus::completed ? CallStatus::failed : status, status == CallStatus::busy ? 486 : 603,
      at_the_other_end);
}

void Line::far_plays(std::string words, milliseconds lasts, std::string keys) {
  if (over_ || !call_.answered) return;
  if (keys.empty()) return say(std::move(words), lasts);
  played_keys_ = std::move(keys);
  next_played_key();
}

/// One after the other, as long as each sounds; it is known as it begins.
void Line::next_played_key() {
  if (played_keys_.empty()) return;
  const char key = played_keys_.front();
  played_keys_.erase(0, 1);
  if (std::string_view("0123456789#*").find(key) != std::string_view::npos) press(key);
  if (!over_) press_ = after(tone_length(key), [](Line& line) { line.next_played_key(); });
}

void Line::far_falls_silent(std::string heard) {
  played_keys_.clear();
  if (over_ || !talks()) return;
  saying_.reset();
  talks_.back().words = std::move(heard);
  stops_saying();
}

}  // namespace courtesy::phonenet
