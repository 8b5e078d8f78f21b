#include "phonenet/exchange/detector.h"

#include <algorithm>

namespace courtesy::phonenet {
namespace {

constexpr Span false_beep{milliseconds{1'000}, milliseconds{10'000}};
constexpr milliseconds one_run{300};  // shorter pauses do not end an utterance

bool is_machine(std::string_view verdict) { return verdict.starts_with("machine"); }

/// Who it is, and from when on that is certain.
Verdict first_verdict(const Sounds& sounds, const Detection& how) {
  if (sounds.all.empty() || sounds.all.front().from >= how.silence_timeout) return {"unknown", how.silence_timeout};
  milliseconds begins = sounds.all.front().from;
  for (std::size_t i = 0; i < sounds.all.size(); ++i) {
    const Sound& sound = sounds.all[i];
    if (sound.kind == Sound::Kind::fax) return {"fax", sound.from + milliseconds{1'000}};
    if (sound.kind == Sound::Kind::beep) return {"machine_start", sound.to};
    if (i > 0 && sound.from - sounds.all[i - 1].to > one_run) begins = sound.from;
    if (sound.to - begins > how.speech_threshold) return {"machine_start", begins + how.speech_threshold};
    const bool last = i + 1 == sounds.all.size();
    if (last || sounds.all[i + 1].from - sound.to >= how.speech_end_threshold) {
      return {"human", sound.to + how.speech_end_threshold};
    }
  }
  return {"unknown", how.timeout};
}

/// The end of a machine's message, from when it was known for one.
Verdict message_end(const Sounds& sounds, const Detection& how, milliseconds from, bool hears_beeps) {
  for (std::size_t i = 0; i < sounds.all.size(); ++i) {
    const Sound& sound = sounds.all[i];
    const bool last = i + 1 == sounds.all.size();
    if (sound.kind == Sound::Kind::beep) {
      // Of two beeps the second ends the message.
      const bool another = !last && sounds.all[i + 1].kind == Sound::Kind::beep &&
                           sounds.all[i + 1].from - sound.to < how.speech_end_threshold;
      if (!another) return hears_beeps ? Verdict{"machine_end_beep", sound.to} : Verdict{"unknown", how.timeout};
      continue;
    }
    const milliseconds silent_at = sound.to + how.speech_end_threshold;
    if ((last || sounds.all[i + 1].from >= silent_at) && silent_at >= from) return {"machine_end_silence", silent_at};
  }
  return {"machine_end_other", how.timeout};
}

}  // namespace

Verdict verdict_on(const Sounds& sounds, const Detection& how, const Detector& errors, Random& random) {
  if (errors.knows_all) {
    if (sounds.records_from) return {"machine_end_beep", *sounds.records_from};
    return {sounds.machine ? "machine_end_silence" : "human", sounds.spoken_until};
  }
  const bool misses = random.chance(errors.missed);
  const bool false_alarm = random.chance(errors.false_alarm);
  const milliseconds false_at = false_beep.draw(random);
  const bool swapped = random.chance(errors.swapped);
  Verdict verdict = first_verdict(sounds, how);
  if (how.mode == Detection::Mode::message_end && is_machine(verdict.answered_by)) {
    verdict = message_end(sounds, how, verdict.at, !misses);
  }
  if (swapped && (is_machine(verdict.answered_by) || verdict.answered_by == "human")) {
    const bool to_machine = verdict.answered_by == "human";
    if (!to_machine) {
      verdict = {"human", first_verdict(sounds, how).at};
    } else {
      verdict.answered_by = how.mode == Detection::Mode::enable ? "machine_start" : "machine_end_silence";
    }
  }
  if (false_alarm && how.mode == Detection::Mode::message_end && false_at < verdict.at) {
    verdict = {"machine_end_beep", false_at};
  }
  verdict.at = std::min(verdict.at + errors.late, how.timeout);
  return verdict;
}

}  // namespace courtesy::phonenet
