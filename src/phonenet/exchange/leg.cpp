#include "phonenet/exchange/leg.h"

#include <algorithm>

#include "phonenet/exchange/call_events.h"
#include "phonenet/exchange/line.h"
#include "phonenet/exchange/tones.h"
#include "twiml/speech.h"

namespace courtesy::phonenet {
namespace {

constexpr Span setup{milliseconds{400}, milliseconds{2'000}};
constexpr Span busy_after{milliseconds{200}, milliseconds{1'000}};

twiml::DialEnded::Status status_of(CallStatus status) {
  using Status = twiml::DialEnded::Status;
  switch (status) {
    case CallStatus::completed: return Status::completed;
    case CallStatus::busy: return Status::busy;
    case CallStatus::no_answer: return Status::no_answer;
    case CallStatus::canceled: return Status::canceled;
    case CallStatus::queued:
    case CallStatus::ringing:
    case CallStatus::in_progress:
    case CallStatus::failed: break;
  }
  return Status::failed;
}

int sip_code_of(CallStatus status) {
  switch (status) {
    case CallStatus::failed: return 404;
    case CallStatus::busy: return 486;
    case CallStatus::no_answer:
    case CallStatus::canceled: return 487;
    case CallStatus::queued:
    case CallStatus::ringing:
    case CallStatus::in_progress:
    case CallStatus::completed: break;
  }
  return 200;
}

}  // namespace

Leg::Leg(Office& office, Call& call, const Persona& persona, milliseconds talk_for, Dialler dialler)
    : office_(office),
      call_(call),
      persona_(persona),
      talk_for_(talk_for),
      dialler_(std::move(dialler)),
      random_(stream(office.settings.seed, call.sid)) {}

void Leg::write(EntryKind kind, std::string text, std::string_view detail) {
  office_.journal.write({.kind = kind,
                         .sid = call_.sid,
                         .to = call_.to,
                         .from = call_.from,
                         .text = std::move(text),
                         .detail = std::string(detail)});
}

void Leg::dial() {
  tell_call_event(office_, call_, CallEvent::initiated);
  if (persona_.reach == Reach::not_in_service) {
    ringing_ = after(setup.draw(random_), [](Leg& leg) { leg.end(CallStatus::failed, "network"); });
    return;
  }
  ringing_ = after(setup.draw(random_), [](Leg& leg) { leg.reaches_number() ? leg.number_rings() : leg.ring(); });
}

void Leg::number_rings() {
  const auto line = Line::ring_number(office_, call_, weak_from_this());
  if (!line) return end(CallStatus::failed, "network");
  far_ = line;
  ring();
}

void Leg::ring() {
  call_.status = CallStatus::ringing;
  call_.started = call_.updated = office_.clock.now();
  write(EntryKind::ring, {}, "dialled");
  tell_call_event(office_, call_, CallEvent::ringing);
  if (dialler_.rings) dialler_.rings();
  giving_up_ = after(call_.ring_for, [](Leg& leg) { leg.end(CallStatus::no_answer, "network"); });
  if (persona_.reach == Reach::busy) {
    ringing_ = after(busy_after.draw(random_), [](Leg& leg) { leg.end(CallStatus::busy, "network"); });
  } else if (persona_.reach == Reach::answers && !reaches_number()) {
    ringing_ = after(persona_.pick_up.draw(random_), [](Leg& leg) { leg.pick_up(); });
  }
}

void Leg::pick_up() {
  call_.status = CallStatus::in_progress;
  call_.answered = call_.started = call_.updated = office_.clock.now();
  write(EntryKind::answer, {}, reaches_number() ? "number" : persona_.machine ? "machine" : "person");
  tell_call_event(office_, call_, CallEvent::answered);
  if (dialler_.answers) dialler_.answers();
  if (call_.send_digits.empty()) return talk();
  giving_up_.reset();
  play_to_number("", tones_length(call_.send_digits), call_.send_digits);
  leaving_ = after(tones_length(call_.send_digits), [](Leg& leg) {
    leg.write(EntryKind::heard, tones_heard(leg.call_.send_digits));
    leg.talk();
  });
}

void Leg::talk() {
  giving_up_ = after(talk_for_, [](Leg& leg) { leg.end(CallStatus::completed, "network"); });
  if (reaches_number()) return;  // its document says when it is over
  const milliseconds stays = persona_.machine ? persona_.greeting.draw(random_) + persona_.recording.draw(random_)
                                              : std::min(persona_.talks.draw(random_), persona_.patience.draw(random_));
  leaving_ =
      after(stays, [who = persona_.machine ? "machine" : "person"](Leg& leg) { leg.end(CallStatus::completed, who); });
}

void Leg::hears(std::string text) {
  if (over_ || !call_.answered) return;
  play_to_number(text, twiml::spoken_length(text), "");
  write(EntryKind::heard, std::move(text), "person");
}

void Leg::hears_key(char key) {
  if (!over_ && call_.answered) play_to_number("", tone_length(key), std::string(1, key));
}

void Leg::play_to_number(std::string words, milliseconds lasts, std::string keys) {
  if (far_.expired()) return;
  office_.loop.post([far = far_, words = std::move(words), lasts, keys = std::move(keys)] {
    if (const auto end = far.lock()) end->far_plays(words, lasts, keys);
  });
}

void Leg::far_answers() {
  if (!over_ && call_.status == CallStatus::ringing) pick_up();
}

void Leg::far_ends(CallStatus status) {
  if (over_) return;
  if (call_.answered) return end(CallStatus::completed, "number");
  end(status == CallStatus::completed ? CallStatus::failed : status, "number");
}

void Leg::far_plays(std::string words, milliseconds, std::string keys) {
  if (over_ || !call_.answered) return;
  write(EntryKind::said, words, keys.empty() ? "" : "tones");
  dialler_.says(words);
}

void Leg::far_falls_silent(std::string) {}

void Leg::stop(std::string_view by) { end(call_.answered ? CallStatus::completed : CallStatus::canceled, by); }

void Leg::end(CallStatus status, std::string_view by) {
  if (std::exchange(over_, true)) return;
  const auto self = shared_from_this();
  for (auto* timer : {&ringing_, &giving_up_, &leaving_}) timer->reset();
  call_.status = status;
  call_.ended = call_.updated = office_.clock.now();
  if (call_.answered) write(EntryKind::hang_up, {}, by);
  write(EntryKind::ended, {}, to_string(status));
  tell_call_event(office_, call_, CallEvent::completed, sip_code_of(status));
  call_.leg.reset();
  office_.retire(call_);
  if (!far_.expired()) {
    office_.loop.post([far = far_, status] {
      if (const auto line = far.lock()) line->far_ends(status);
    });
  }
  dialler_.ended(status_of(status), call_.seconds_talked());
}

}  // namespace courtesy::phonenet
