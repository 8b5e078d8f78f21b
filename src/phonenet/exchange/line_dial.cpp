// Whom the application puts this side through to.
#include <algorithm>
#include <sstream>

#include "base/phone/number.h"
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
  if (!PhoneNumber::parse(dial.number)) return fail(13223, "Dial: '" + dial.number + "' is no phone number");
  const Instant now = office_.clock.now();
  Call record{.sid = make_sid("CA", office_.random), .to = dial.number};
  record.from = !dial.caller_id.empty() ? dial.caller_id : call_.inbound ? call_.from : call_.to;
  record.parent_sid = call_.sid;
  record.ring_for = std::chrono::duration_cast<seconds>(dial.ring_for);
  record.send_digits = playable(dial);
  if (!dial.told.link.reference.empty()) want_callbacks(dial.told, record);
  record.time_limit = dial.talk_for;
  record.created = record.updated = now;
  Call& child = office_.calls.add(std::move(record));
  leg_ = std::make_shared<Leg>(office_, child, office_.settings.directory.who(child.to, office_.settings.seed),
                               dial.talk_for,
                               [weak = weak_from_this(), ticket = dial.ticket, sid = child.sid](
                                   twiml::DialEnded::Status status, std::int64_t duration) {
                                 const auto self = weak.lock();
                                 if (!self || self->over_) return;
                                 self->leg_.reset();
                                 self->tell(twiml::DialEnded{ticket, status, sid, duration});
                               });
  child.leg = leg_;
  leg_->dial();
}

/// Its keys; none, with a notification, where one of them cannot be played.
std::string Line::playable(const twiml::Dial& dial) {
  if (dial.send_digits.find_first_not_of(tone_keys) == std::string::npos) return dial.send_digits;
  add_notification(office_, call_, 12200, false, "sendDigits '" + dial.send_digits + "' cannot be played", "");
  return {};
}

void Line::want_callbacks(const twiml::Told& told, Call& dialled) {
  dialled.status_callback = absolute(told.link);
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
