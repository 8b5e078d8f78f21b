#include "phonenet/exchange/line.h"

#include <fmt/format.h>

#include <algorithm>

#include "phonenet/webhooks/link.h"
#include "twiml/speech.h"

namespace courtesy::phonenet {
namespace {

constexpr Span setup{milliseconds{400}, milliseconds{2'000}};  // from dialling to the first ring
constexpr Span busy_after{milliseconds{200}, milliseconds{1'000}};
constexpr Span buffer{milliseconds{0}, milliseconds{5'000}};  // Twilio docs, Calls, Timeout: "a 5-second buffer"

twiml::CallFacts facts_of(const Call& call) {
  return {.url = call.url,
          .method = call.method,
          .document = call.document,
          .fallback_url = call.fallback_url,
          .fallback_method = call.fallback_method,
          .answered = !call.inbound};
}

}  // namespace

Line::Line(Office& office, Call& call, const Persona& persona)
    : office_(office),
      call_(call),
      who_(&persona),
      random_(stream(office.settings.seed, call.sid)),
      own_(stream(office.settings.seed,
                  call.inbound ? call.sid : fmt::format("{}#{}", call.to, office.calls.to(call.to).size()))),
      executor_(facts_of(call)) {
  become(persona);
  office_.call_log.follow(call_);
}

void Line::become(const Persona& persona) {
  who_ = &persona;
  person_.emplace(persona, own_.fork("person"));
  if (!persona.script.empty()) script_.emplace(persona.script);
}

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
  if (who().reach == Reach::not_in_service) {
    ringing_ = after(setup.draw(random_), [](Line& line) { line.end(CallStatus::failed, 404, "network"); });
    return;
  }
  ringing_ = after(setup.draw(random_), [](Line& line) { line.reaches_number() ? line.number_rings() : line.ring(); });
}

void Line::ring() {
  call_.status = CallStatus::ringing;
  call_.updated = office_.clock.now();
  write(EntryKind::ring);
  tell_call_event(office_, call_, CallEvent::ringing);
  giving_up_ =
      after(call_.ring_for + buffer.draw(random_), [](Line& line) { line.end(CallStatus::no_answer, 487, "network"); });
  if (who().reach == Reach::busy) {
    ringing_ = after(busy_after.draw(random_), [](Line& line) { line.end(CallStatus::busy, 486, "network"); });
  } else if (who().reach == Reach::answers && !reaches_number()) {
    ringing_ = after(who().pick_up.draw(random_), [](Line& line) { line.pick_up(); });
  }
}

void Line::pick_up() {
  answered();
  const bool waits_for_verdict = call_.detection.mode != Detection::Mode::off && !call_.detection.async;
  if (over_ || waits_for_verdict) return;
  if (call_.send_digits.empty()) return begin_document();
  send_digits();
}

void Line::begin_document() {
  if (!std::exchange(begun_, true)) obey(executor_.start());
}

void Line::arrive() {
  call_.status = CallStatus::ringing;
  call_.started = call_.updated = office_.clock.now();
  write(EntryKind::ring, {}, "inbound");
  giving_up_ = after(call_.ring_for, [](Line& line) { line.end(CallStatus::no_answer, 487, "network"); });
  begin_document();
}

void Line::answered() {
  ringing_.reset();
  call_.status = CallStatus::in_progress;
  call_.answered = call_.updated = office_.clock.now();
  call_.started = call_.answered;
  const bool number = who_ == another_number().get();
  write(EntryKind::answer, {}, number ? "number" : who().machine ? "machine" : "person");
  tell_far_end([](FarEnd& far) { far.far_answers(); });
  giving_up_ = after(call_.time_limit, [](Line& line) {
    line.close_piece();
    line.end(CallStatus::completed, 200, "network");
  });
  sounds_from_ = *call_.answered;
  sounds_ = sounds_of(who(), own_);
  if (who().machine) {
    start_machine();
  } else {
    start_person();
  }
  if (call_.record) record_call(*call_.record);
  if (call_.detection.mode != Detection::Mode::off) listen_for_machines();
  tell_call_event(office_, call_, CallEvent::answered);
}

void Line::obey(std::vector<twiml::Command> commands) {
  for (auto& command : commands) {
    if (over_) return;
    if (call_.trace) call_.trace->command(command, executor_.place(), office_.clock.now());
    std::visit([this](auto& what) { obey(what); }, command);
  }
  if (call_.trace) office_.pulse.beat();
}

void Line::tell(const twiml::Event& event) {
  if (call_.trace) call_.trace->event(event, office_.clock.now());
  obey(executor_.on(event));
}

void Line::obey(twiml::Fetch& fetch) {
  Webhook webhook{.url = absolute(fetch.link), .method = fetch.method, .fields = call_fields(office_, call_)};
  add_queue_fields(webhook.fields);
  for (auto& field : fetch.fields) webhook.fields.push_back(std::move(field));
  office_.webhooks.ask(std::move(webhook), [weak = weak_from_this(), ticket = fetch.ticket](WebhookAnswer answer) {
    const auto self = weak.lock();
    if (self && !self->over_) self->tell(twiml::Fetched{ticket, std::move(answer)});
  });
}

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

void Line::person_begins_to_hear(std::string_view text) {
  if (!who().machine && !script_) plan(person_->begins_to_hear(text));
}

void Line::person_hears(std::string_view text) {
  if (who().machine) return;
  if (script_) return plan(script_->hears(text));
  plan(person_->has_heard(text));
}

void Line::plan(std::optional<Press> press) {
  if (!press) return;
  press_ = after(press->after, [key = press->key](Line& line) {
    if (key == 0) return line.callee_hangs_up("person");
    line.press(key);
  });
}

void Line::plan(std::optional<Act> act) {
  if (!act) return;
  press_ = after(act->after, [act = *act](Line& line) {
    switch (act.kind) {
      case Act::Kind::hang_up: return line.callee_hangs_up("person");
      case Act::Kind::say: return line.say(act.text, act.lasts);
      case Act::Kind::press: break;
    }
    line.press(act.text.front());
    if (!line.over_) line.plan(line.script_->done());
  });
}

void Line::press(char key) {
  const bool taken = executor_.gathering() || executor_.recording();
  write(EntryKind::key, std::string(1, key), taken ? "" : "nobody asked");
  told_.keys.emplace_back(office_.clock.now(), key);
  if (leg_) leg_->hears_key(key);
  person_->pressed();
  tell(twiml::Digit{key});
}

/// What is recorded, and a call that was dialled, end with this call: both are told before it is over.
void Line::callee_hangs_up(std::string_view who) {
  if (over_) return;
  const auto self = shared_from_this();
  close_piece();
  call_.status = CallStatus::completed;
  if (taping_) end_recording(true);
  if (leg_) leg_->stop(who);
  go_away();
  tell(twiml::HungUp{});
  end(CallStatus::completed, 200, who);
}

void Line::redirect(twiml::Redirected where) {
  if (!std::exchange(begun_, true)) close_piece();
  tell(where);
}

void Line::hang_up_by_rest() {
  close_piece();
  if (taping_) end_recording(true);
  if (leg_) leg_->stop("rest");
  if (call_.answered) return end(CallStatus::completed, 200, "rest");
  end(CallStatus::canceled, 487, "rest");
}

void Line::end(CallStatus status, int sip_code, std::string_view by) {
  if (std::exchange(over_, true)) return;
  const auto self = shared_from_this();
  for (auto* timer : {&ringing_, &giving_up_, &document_timer_, &audio_, &press_, &leaving_, &beep_, &saying_,
                      &recording_, &silence_, &verdict_, &bored_, &tape_ends_, &meeting_}) {
    timer->reset();
  }
  if (const auto leg = std::exchange(leg_, nullptr)) leg->stop(by);
  go_away();
  finish_recordings();

  tell_far_end([status](FarEnd& far) { far.far_ends(status); });
  call_.status = status;
  call_.ended = call_.updated = office_.clock.now();
  if (call_.trace) call_.trace->end(*call_.ended);
  if (call_.answered) write(EntryKind::hang_up, {}, by);
  if (!tape_.empty()) write(EntryKind::message_left, std::move(tape_));
  if (call_.answered && office_.witness) office_.witness(story(by));
  write(EntryKind::ended, {}, to_string(status));
  tell_call_event(office_, call_, CallEvent::completed, sip_code);
  call_.line.reset();
  office_.retire(call_);
}

}  // namespace courtesy::phonenet
