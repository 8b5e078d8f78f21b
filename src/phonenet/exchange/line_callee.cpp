// Whoever answers: what is heard of them, how long they bear silence and machines, what a machine keeps, and what a
// detector makes of it.
#include <cmath>

#include "phonenet/exchange/line.h"

namespace courtesy::phonenet {

void Line::start_person() {
  leaving_ = after(person_->patience(), [](Line& line) { line.callee_hangs_up("person"); });
  if (who().leaves_a_minute > 0) {
    const double minutes_borne = -std::log(1 - own_.unit()) / who().leaves_a_minute;
    bears_talk_ = milliseconds{1 + std::llround(minutes_borne * 60'000)};
  }
  falls_silent();
  if (script_) plan(script_->start());
}

void Line::start_machine() {
  if (who().screens.most > milliseconds{0}) {
    leaving_ = after(sounds_.spoken_until + who().screens.draw(own_), [](Line& line) { line.screened(); });
    return;
  }
  if (!sounds_.records_from) {
    const milliseconds stays = sounds_.spoken_until + who().recording.draw(own_);
    leaving_ = after(stays, [](Line& line) { line.callee_hangs_up("machine"); });
    return;
  }
  if (own_.chance(who().hears_silence)) silence_limit_ = who().silence_limit.draw(own_);
  beep_ = after(*sounds_.records_from, [](Line& line) { line.start_recording(); });
}

void Line::start_recording() {
  records_since_ = office_.clock.now();
  write(EntryKind::beep, {}, who().beeps ? "" : "silent");
  const auto& tapes = who().tapes;
  const milliseconds most = tapes.empty() ? who().recording.draw(own_) : tapes[own_.below(tapes.size())];
  leaving_ = after(most, [](Line& line) { line.callee_hangs_up("machine"); });
  machine_hears(piece_.has_value());
}

/// A machine that listens hangs up after too long a silence.
void Line::machine_hears(bool sound) {
  tape_ends_.reset();
  if (!records_since_ || !silence_limit_ || sound) return;
  tape_ends_ = after(*silence_limit_, [](Line& line) { line.callee_hangs_up("machine"); });
}

/// Whoever said next to nothing is hung up on; the others are listened to by somebody, by a machine, or by nobody.
void Line::screened() {
  constexpr milliseconds enough{2'000};
  constexpr milliseconds too_little{1'000};
  const Instant now = office_.clock.now();
  const milliseconds heard = heard_in_all_ + (piece_ ? now - piece_->began : milliseconds{0});
  const double drawn = own_.unit();
  const double chance = heard >= enough ? 1.0 : heard < too_little ? 0.0 : 0.5;
  told_.screened = true;
  sounds_from_ = now;
  if (who().then_person && drawn < who().person_chance * chance) {
    become(*who().then_person);
    told_.became = who().name;
    sounds_ = sounds_of(who(), own_);
    return start_person();
  }
  if (who().then_machine && drawn < (who().person_chance + who().machine_chance) * chance) {
    become(*who().then_machine);
    told_.became = who().name;
    sounds_ = sounds_of(who(), own_);
    return start_machine();
  }
  callee_hangs_up("machine");
}

void Line::falls_silent() {
  machine_hears(false);
  if (who().machine) return;
  if (bears_talk_ > milliseconds{0} && talks_since_ != Instant{}) {
    bears_talk_ = std::max(bears_talk_ - (office_.clock.now() - talks_since_), milliseconds{1});
  }
  bored_.reset();
  if (who().bears_silence.most > milliseconds{0}) {
    bored_ = after(who().bears_silence.draw(own_), [](Line& line) { line.callee_hangs_up("person"); });
  }
}

void Line::sound_begins() {
  machine_hears(true);
  bored_.reset();
  talks_since_ = office_.clock.now();
  if (!who().machine && bears_talk_ > milliseconds{0}) {
    bored_ = after(bears_talk_, [](Line& line) { line.callee_hangs_up("person"); });
  }
}

void Line::listen_for_machines() {
  SeededRandom errors = stream(office_.settings.seed, call_.to + "#detector");
  const Verdict found = verdict_on(sounds_, call_.detection, office_.settings.detector, errors);
  verdict_ = after(found.at, [found](Line& line) { line.verdict(found); });
}

/// Asynchronous, it is told; else the call was silent so far and goes on now.
void Line::verdict(const Verdict& found) {
  call_.answered_by = found.answered_by;
  call_.verdict_after = found.at;
  if (!call_.detection.async) return begin_document();
  Webhook webhook{.url = call_.detection_callback, .method = call_.detection_callback_method};
  webhook.fields = {{"CallSid", call_.sid},
                    {"AccountSid", office_.settings.account_sid},
                    {"AnsweredBy", call_.answered_by},
                    {"MachineDetectionDuration", std::to_string(found.at.count())}};
  if (webhook.url.empty()) return;
  office_.callbacks.tell(std::move(webhook), call_.sid, {});
}

CallStory Line::story(std::string_view hung_up_by) {
  CallStory told = std::move(told_);
  told.sid = call_.sid;
  told.to = call_.to;
  const Persona& first = call_.caller ? *call_.caller : office_.whoever_has(call_.to);
  told.persona = first.name;
  told.machine = first.machine;
  told.answered = *call_.answered;
  told.ended = *call_.ended;
  if (!sounds_.all.empty() && !told.screened) told.hello_ended = sounds_from_ + sounds_.spoken_until;
  told.records_since = records_since_;
  told.records_until = told.ended;
  told.answered_by = call_.answered_by;
  told.hung_up_by = hung_up_by;
  return told;
}

}  // namespace courtesy::phonenet
