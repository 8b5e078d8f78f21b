#include "phonenet/exchange/line.h"

#include <fmt/format.h>

#include <algorithm>

#include "twiml/speech.h"

namespace courtesy::phonenet {
namespace {

constexpr Span setup{milliseconds{400}, milliseconds{2'000}};  // from dialling to the first ring
constexpr Span busy_after{milliseconds{200}, milliseconds{1'000}};
constexpr Span buffer{milliseconds{0}, milliseconds{5'000}};  // Twilio docs, Calls, Timeout: "a 5-second buffer"
constexpr milliseconds unknown_clip{5'000};
constexpr milliseconds one_tone{200};

twiml::CallFacts facts_of(const Call& call) {
  return {.url = call.url,
          .method = call.method,
          .document = call.document,
          .fallback_url = call.fallback_url,
          .fallback_method = call.fallback_method,
          .answered = !call.inbound};
}

/// The words of `text` from that part of the way to that part, both 0 to 1.
std::string words_between(std::string_view text, double from, double to) {
  std::size_t count = 1;
  for (const char c : text) count += c == ' ';
  std::string out;
  std::size_t index = 0;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const double begins = static_cast<double>(index) / static_cast<double>(count);
    const double ends = static_cast<double>(index + 1) / static_cast<double>(count);
    if (begins >= from && ends <= to + 1e-9) out.append(out.empty() ? "" : " ").append(text.substr(at, end - at));
    ++index;
    at = end + 1;
  }
  return out;
}

double part(milliseconds of, milliseconds whole) {
  return whole.count() == 0 ? 1.0 : static_cast<double>(of.count()) / static_cast<double>(whole.count());
}

}  // namespace

Line::Line(Office& office, Call& call, const Persona& persona)
    : office_(office),
      call_(call),
      persona_(persona),
      random_(stream(office.settings.seed, call.sid)),
      person_(persona, random_.fork("person")),
      executor_(facts_of(call)) {}

void Line::write(EntryKind kind, std::string text, std::string_view detail) {
  office_.journal.write({.kind = kind,
                         .sid = call_.sid,
                         .to = call_.to,
                         .from = call_.from,
                         .text = std::move(text),
                         .detail = std::string(detail)});
}

void Line::dial() {
  tell_call_event(office_, call_, CallEvent::initiated);
  if (persona_.reach == Reach::not_in_service) {
    ringing_ = after(setup.draw(random_), [](Line& line) { line.end(CallStatus::failed, 404, "network"); });
    return;
  }
  ringing_ = after(setup.draw(random_), [](Line& line) { line.ring(); });
}

void Line::ring() {
  call_.status = CallStatus::ringing;
  call_.updated = office_.clock.now();
  write(EntryKind::ring);
  tell_call_event(office_, call_, CallEvent::ringing);
  giving_up_ =
      after(call_.ring_for + buffer.draw(random_), [](Line& line) { line.end(CallStatus::no_answer, 487, "network"); });
  if (persona_.reach == Reach::busy) {
    ringing_ = after(busy_after.draw(random_), [](Line& line) { line.end(CallStatus::busy, 486, "network"); });
  } else if (persona_.reach == Reach::answers) {
    ringing_ = after(persona_.pick_up.draw(random_), [](Line& line) { line.pick_up(); });
  }
}

void Line::pick_up() {
  answered();
  if (!over_) obey(executor_.start());
}

void Line::arrive() {
  call_.status = CallStatus::ringing;
  call_.started = call_.updated = office_.clock.now();
  write(EntryKind::ring, {}, "inbound");
  giving_up_ = after(call_.ring_for, [](Line& line) { line.end(CallStatus::no_answer, 487, "network"); });
  obey(executor_.start());
}

void Line::answered() {
  ringing_.reset();
  call_.status = CallStatus::in_progress;
  call_.answered = call_.updated = office_.clock.now();
  call_.started = call_.answered;
  write(EntryKind::answer, {}, persona_.machine ? "machine" : "person");
  giving_up_ = after(call_.time_limit, [](Line& line) {
    line.close_piece();
    line.end(CallStatus::completed, 200, "network");
  });
  if (persona_.machine) {
    start_machine();
  } else {
    leaving_ = after(person_.patience(), [](Line& line) { line.callee_hangs_up("person"); });
  }
  tell_call_event(office_, call_, CallEvent::answered);
}

void Line::start_machine() {
  const milliseconds until_recording = persona_.greeting.draw(random_) + persona_.before_beep.draw(random_);
  beep_ = after(until_recording, [](Line& line) {
    line.records_since_ = line.office_.clock.now();
    line.write(EntryKind::beep, {}, line.persona_.beeps ? "" : "silent");
  });
  leaving_ =
      after(until_recording + persona_.recording.draw(random_), [](Line& line) { line.callee_hangs_up("machine"); });
}

void Line::obey(std::vector<twiml::Command> commands) {
  for (auto& command : commands) {
    if (over_) return;
    std::visit([this](auto& what) { obey(what); }, command);
  }
}

void Line::obey(twiml::Fetch& fetch) {
  Webhook webhook{.method = fetch.method, .fields = call_fields(office_, call_)};
  auto resolved = fetch.link.document.empty() ? Result<std::string>(fetch.link.reference)
                                              : http::resolve_url(fetch.link.document, fetch.link.reference);
  // What cannot be resolved is asked for as it is written, and fails as a bad URL.
  webhook.url = resolved ? std::move(*resolved) : fetch.link.reference;
  for (auto& field : fetch.fields) webhook.fields.push_back(std::move(field));
  office_.webhooks.ask(std::move(webhook), [weak = weak_from_this(), ticket = fetch.ticket](WebhookAnswer answer) {
    const auto self = weak.lock();
    if (self && !self->over_) self->tell(twiml::Fetched{ticket, std::move(answer)});
  });
}

Line::Piece Line::piece_of(const twiml::Speak& speak) {
  const Instant now = office_.clock.now();
  switch (speak.kind) {
    case twiml::Speak::Kind::say: return {speak.text, twiml::spoken_length(speak.text), now};
    case twiml::Speak::Kind::tones:
      return {"[tones " + speak.text + "]", one_tone * static_cast<std::int64_t>(speak.text.size()), now};
    case twiml::Speak::Kind::play: break;
  }
  auto url = speak.link.document.empty() ? Result<std::string>(speak.link.reference)
                                         : http::resolve_url(speak.link.document, speak.link.reference);
  const std::string where = url ? *url : speak.link.reference;
  if (office_.clips) {
    if (auto clip = office_.clips(where)) return {std::move(clip->text), std::max(clip->length, milliseconds{1}), now};
  }
  return {"[" + where + "]", unknown_clip, now};
}

void Line::obey(twiml::Speak& speak) {
  piece_ = piece_of(speak);
  audio_ = after(piece_->length, [ticket = speak.ticket](Line& line) { line.piece_ends(ticket); });
  if (!persona_.machine) plan(person_.begins_to_hear(piece_->text));
}

void Line::piece_ends(twiml::Ticket ticket) {
  const std::string text = piece_ ? piece_->text : "";
  close_piece();
  if (!persona_.machine) plan(person_.has_heard(text));
  tell(twiml::AudioEnded{ticket});
}

void Line::close_piece() {
  audio_.reset();
  if (!piece_) return;
  const Piece piece = std::move(*piece_);
  piece_.reset();
  const milliseconds played = std::min(office_.clock.now() - piece.began, piece.length);
  const bool whole = played == piece.length;
  std::string heard = whole ? piece.text : words_between(piece.text, 0, part(played, piece.length));
  record(piece, heard);
  if (!heard.empty()) write(EntryKind::heard, std::move(heard), whole ? "" : "cut short");
}

/// A machine keeps the words that came after its beep.
void Line::record(const Piece& piece, std::string_view heard) {
  if (!records_since_ || heard.empty()) return;
  const milliseconds played = office_.clock.now() - piece.began;
  const milliseconds missed = std::max(*records_since_ - piece.began, milliseconds{0});
  if (missed >= played) return;
  const std::string kept = words_between(piece.text, part(missed, piece.length), part(played, piece.length));
  if (!kept.empty()) tape_.append(tape_.empty() ? "" : " ").append(kept);
}

void Line::obey(twiml::StopAudio&) { close_piece(); }

void Line::obey(twiml::SetTimer& timer) {
  document_timer_ = after(timer.after, [ticket = timer.ticket](Line& line) { line.tell(twiml::TimerFired{ticket}); });
}

void Line::obey(twiml::Answer&) { answered(); }

void Line::obey(twiml::HangUp& hang_up) {
  close_piece();
  if (call_.answered) return end(CallStatus::completed, 200, "application");
  switch (hang_up.reason) {
    case twiml::HangUp::Reason::busy: return end(CallStatus::busy, 486, "application");
    case twiml::HangUp::Reason::ended:
    case twiml::HangUp::Reason::rejected: return end(CallStatus::no_answer, 603, "application");
    case twiml::HangUp::Reason::failed: return end(CallStatus::failed, 500, "network");
  }
}

void Line::obey(twiml::Warn& warn) {
  add_notification(office_, call_, warn.code, warn.level == twiml::Warn::Level::error, std::move(warn.text),
                   std::move(warn.url));
}

void Line::plan(std::optional<Press> press) {
  if (!press) return;
  press_ = after(press->after, [key = press->key](Line& line) {
    if (key == 0) return line.callee_hangs_up("person");
    line.press(key);
  });
}

void Line::press(char key) {
  write(EntryKind::key, std::string(1, key), executor_.gathering() ? "" : "nobody asked");
  person_.pressed();
  tell(twiml::Digit{key});
}

void Line::callee_hangs_up(std::string_view who) {
  close_piece();
  tell(twiml::HungUp{});
  end(CallStatus::completed, 200, who);
}

void Line::redirect(twiml::Redirected where) { tell(where); }

void Line::hang_up_by_rest() {
  close_piece();
  if (call_.answered) return end(CallStatus::completed, 200, "rest");
  end(CallStatus::canceled, 487, "rest");
}

void Line::end(CallStatus status, int sip_code, std::string_view by) {
  if (std::exchange(over_, true)) return;
  const auto self = shared_from_this();
  for (auto* timer : {&ringing_, &giving_up_, &document_timer_, &audio_, &press_, &leaving_, &beep_}) timer->reset();
  call_.status = status;
  call_.ended = call_.updated = office_.clock.now();
  if (call_.answered) write(EntryKind::hang_up, {}, by);
  if (!tape_.empty()) write(EntryKind::message_left, std::move(tape_));
  write(EntryKind::ended, {}, to_string(status));
  tell_call_event(office_, call_, CallEvent::completed, sip_code);
  call_.line.reset();
}

}  // namespace courtesy::phonenet
