// Whom the application puts this side through to.
#include <algorithm>
#include <sstream>

#include "base/phone/engine.h"
#include "phonenet/exchange/line.h"
#include "phonenet/exchange/tones.h"
#include "phonenet/webhooks/link.h"

namespace courtesy::phonenet {

void Line::obey(twiml::Dial& dial) {
  switch (dial.noun) {
    case twiml::Dial::Noun::number: return dial_number(dial);
    case twiml::Dial::Noun::queue: return dial_queue(dial);
    case twiml::Dial::Noun::conference: return join_conference(dial);
  }
}

void Line::dial_number(twiml::Dial& dial) {
  const auto fail = [&](int code, std::string what) {
    add_notification(office_, call_, code, false, std::move(what), "");
    tell(twiml::DialEnded{dial.ticket, twiml::DialEnded::Status::failed, "", 0});
  };
  // Twilio docs, <Number>: a number of the United States may be written as there.
  const auto number = read_number(dial.number, "US");
  if (!number) return fail(13223, "Dial: '" + dial.number + "' is no phone number");
  if (!may_show(dial.caller_id)) {
    return fail(13214, "Dial: callerId '" + dial.caller_id + "' is neither of this call nor the account's");
  }
  const Instant now = office_.clock.now();
  Call record{.sid = make_sid("CA", office_.random), .to = number->e164()};
  record.from = !dial.caller_id.empty() ? dial.caller_id : call_.inbound ? call_.from : call_.to;
  record.parent_sid = call_.sid;
  record.hops = call_.hops;
  record.ring_for = std::chrono::duration_cast<seconds>(dial.ring_for);
  record.send_digits = playable(dial);
  want_callbacks(dial.told, record);
  record.time_limit = dial.talk_for;
  record.created = record.updated = now;
  Call& child = office_.calls.add(std::move(record));
  leg_ =
      std::make_shared<Leg>(office_, child, office_.whoever_has(child.to), dial.talk_for, dialler_of(dial, child.sid));
  child.leg = leg_;
  leg_->dial();
}

/// Twilio's error dictionary, 13214: the calling number, the called one, or one that is the account's.
bool Line::may_show(const std::string& caller_id) const {
  return caller_id.empty() || caller_id == call_.from || caller_id == call_.to ||
         office_.number_called(caller_id) != nullptr;
}

Leg::Dialler Line::dialler_of(const twiml::Dial& dial, const std::string& sid) {
  const auto record_from = [&](twiml::Dial::Recording when) -> UniqueFunction<void()> {
    if (dial.recording != when) return {};
    return task([dial](Line& line) { line.record_dialled(dial); });
  };
  Leg::Dialler dialler;
  dialler.rings = record_from(twiml::Dial::Recording::from_ringing);
  dialler.answers = record_from(twiml::Dial::Recording::from_answer);
  dialler.says = [weak = weak_from_this()](const std::string& words) {
    if (const auto self = weak.lock()) self->overhears(words);
  };
  dialler.ended = [weak = weak_from_this(), ticket = dial.ticket, sid](twiml::DialEnded::Status status,
                                                                       std::int64_t duration) {
    const auto self = weak.lock();
    if (!self || self->over_) return;
    self->leg_.reset();
    self->tell(twiml::DialEnded{ticket, status, sid, duration, self->end_dialled_recording()});
  };
  return dialler;
}

void Line::record_dialled(const twiml::Dial& dial) {
  const twiml::RecordingTold& told = dial.recording_told;
  RecordingOrder order{.channels = dial.both_channels ? 2 : 1, .track = dial.track, .trim = dial.trim};
  order.source = "DialVerb";
  order.told = absolute_if_any(told.link);
  order.told_method = told.method;
  order.tells_begin = told.begins;
  order.tells_end = told.ends;
  dialled_recording_ = record_call(std::move(order)).sid;
}

std::string Line::end_dialled_recording() {
  const std::string sid = std::exchange(dialled_recording_, {});
  Recording* recording = sid.empty() ? nullptr : office_.recordings.find(sid);
  if (recording == nullptr) return {};
  change_recording(*recording, "stopped", false);
  return recording_url(office_, *recording);
}

/// Its keys; none, with a notification, where one of them cannot be played.
std::string Line::playable(const twiml::Dial& dial) {
  if (dial.send_digits.find_first_not_of(tone_keys) == std::string::npos) return dial.send_digits;
  add_notification(office_, call_, 12200, false, "sendDigits '" + dial.send_digits + "' cannot be played", "");
  return {};
}

void Line::want_callbacks(const twiml::Told& told, Call& dialled) {
  dialled.status_callback = absolute_if_any(told.link);
  if (dialled.status_callback.empty()) return;
  dialled.status_callback_method = told.method;
  if (told.events.empty()) return;
  std::ranges::fill(dialled.wanted, false);
  std::istringstream words(told.events);
  for (std::string word; words >> word;) {
    if (const auto event = call_event_named(word)) {
      dialled.wanted[static_cast<std::size_t>(*event)] = true;
    } else {
      add_notification(office_, call_, 12200, false, "statusCallbackEvent has no '" + word + "'", "");
    }
  }
}

void Line::obey(twiml::StopDial&) {
  stop_serving(twiml::DialEnded::Status::canceled);
  leave_conference();
  if (const auto leg = leg_) leg->stop("application");
}

}  // namespace courtesy::phonenet
