#include "phonenet/exchange/leg.h"

#include <algorithm>

#include "phonenet/exchange/call_events.h"
#include "phonenet/exchange/tones.h"

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

Leg::Leg(Office& office, Call& call, const Persona& persona, milliseconds talk_for, Ended ended)
    : office_(office),
      call_(call),
      persona_(persona),
      talk_for_(talk_for),
      ended_(std::move(ended)),
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
  ringing_ = after(setup.draw(random_), [](Leg& leg) { leg.ring(); });
}

void Leg::ring() {
  call_.status = CallStatus::ringing;
  call_.started = call_.updated = office_.clock.now();
  write(EntryKind::ring, {}, "dialled");
  tell_call_event(office_, call_, CallEvent::ringing);
  giving_up_ = after(call_.ring_for, [](Leg& leg) { leg.end(CallStatus::no_answer, "network"); });
  if (persona_.reach == Reach::busy) {
    ringing_ = after(busy_after.draw(random_), [](Leg& leg) { leg.end(CallStatus::busy, "network"); });
  } else if (persona_.reach == Reach::answers) {
    ringing_ = after(persona_.pick_up.draw(random_), [](Leg& leg) { leg.pick_up(); });
  }
}

void Leg::pick_up() {
  call_.status = CallStatus::in_progress;
  call_.answered = call_.started = call_.updated = office_.clock.now();
  write(EntryKind::answer, {}, persona_.machine ? "machine" : "person");
  tell_call_event(office_, call_, CallEvent::answered);
  if (call_.send_digits.empty()) return talk();
  giving_up_.reset();
  leaving_ = after(tones_length(call_.send_digits), [](Leg& leg) {
    leg.write(EntryKind::heard, tones_heard(leg.call_.send_digits));
    leg.talk();
  });
}

void Leg::talk() {
  giving_up_ = after(talk_for_, [](Leg& leg) { leg.end(CallStatus::completed, "network"); });
  const milliseconds stays = persona_.machine ? persona_.greeting.draw(random_) + persona_.recording.draw(random_)
                                              : std::min(persona_.talks.draw(random_), persona_.patience.draw(random_));
  leaving_ =
      after(stays, [who = persona_.machine ? "machine" : "person"](Leg& leg) { leg.end(CallStatus::completed, who); });
}

void Leg::hears(std::string text) {
  if (!over_ && call_.answered) write(EntryKind::heard, std::move(text), "person");
}

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
  ended_(status_of(status), call_.seconds_talked());
}

}  // namespace courtesy::phonenet
