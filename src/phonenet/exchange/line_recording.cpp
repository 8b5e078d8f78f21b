// What this side says, and what the application records of it.
#include <algorithm>

#include "phonenet/audio/words.h"
#include "phonenet/exchange/line.h"
#include "phonenet/webhooks/link.h"
#include "twiml/speech.h"

namespace courtesy::phonenet {
namespace {

constexpr milliseconds tone{1'000};
constexpr std::string_view heard_tone = "[beep]";
constexpr milliseconds after_tone{300};

}  // namespace

void Line::say(std::string words, milliseconds lasts) {
  write(EntryKind::said, words);
  if (leg_) leg_->hears(words);
  for (const auto& listener : listeners()) listener->overhears(words);
  Samples sound = speak(words, lasts);
  saying_ = after(length_of(sound), [](Line& line) { line.stops_saying(); });
  silence_.reset();
  talks_.push_back({std::move(words), std::move(sound), office_.clock.now(), std::nullopt});
  tell(twiml::SpeechBegan{});
}

void Line::stops_saying() {
  talks_.back().ended = office_.clock.now();
  if (taping_) wait_for_silence();
  tell(twiml::Heard{talks_.back().words});
  if (!over_ && script_) plan(script_->done());
}

void Line::obey(twiml::Record& record) {
  taping_ = Taping{std::move(record), std::nullopt};
  if (!taping_->what.beep) return begin_recording();
  recording_ = after(tone, [](Line& line) {
    line.write(EntryKind::heard, std::string(heard_tone));
    line.begin_recording();
  });
}

void Line::begin_recording() {
  taping_->since = office_.clock.now();
  taping_->sid = make_sid("RE", office_.random);
  if (taping_->what.told.begins) tell_recording_status(taping("in-progress"));
  recording_ = after(taping_->what.most, [](Line& line) { line.end_recording(false); });
  wait_for_silence();
  if (script_ || who().says.empty()) return person_hears(heard_tone);
  press_ = after(after_tone, [](Line& line) { line.say(line.who().says, twiml::spoken_length(line.who().says)); });
}

void Line::wait_for_silence() {
  const bool talking = !talks_.empty() && !talks_.back().ended;
  if (taping_->since && !talking) {
    silence_ = after(taping_->what.silence, [](Line& line) { line.end_recording(false); });
  }
}

void Line::obey(twiml::StopRecording&) {
  if (taping_) end_recording(false);
}

void Line::end_recording(bool hung_up) {
  recording_.reset();
  silence_.reset();
  const Recording* kept = keep_recording();
  if (kept != nullptr && taping_->what.told.ends) tell_recording_status(*kept);
  if (kept == nullptr && taping_->since && taping_->what.told.absent) tell_recording_status(taping("absent"));
  const twiml::Record what = std::exchange(taping_, std::nullopt)->what;
  twiml::Recorded recorded{.ticket = what.ticket, .anything = kept != nullptr, .hung_up = hung_up};
  if (kept != nullptr) {
    recorded.sid = kept->sid;
    recorded.url = recording_url(office_, *kept);
    recorded.duration = kept->seconds_long();
  }
  tell(recorded);
}

/// The sound from the tone to now. Null where nothing was said: Twilio keeps no silence.
Recording* Line::keep_recording() {
  if (!taping_->since) return nullptr;
  const Instant since = *taping_->since;
  const Instant until = office_.clock.now();
  const auto place = [&](Instant at) { return samples_in(std::clamp(at, since, until) - since); };
  Samples sound(samples_in(until - since), 0);
  std::size_t first = sound.size();
  std::size_t last = 0;
  for (const Talk& talk : talks_) {
    const std::size_t from = place(talk.began);
    const std::size_t to = std::min(place(talk.ended.value_or(until)), sound.size());
    const std::size_t skipped = talk.began < since ? samples_in(since - talk.began) : 0;
    if (to <= from || skipped >= talk.sound.size()) continue;
    const std::size_t count = std::min(to - from, talk.sound.size() - skipped);
    std::copy_n(talk.sound.begin() + static_cast<std::ptrdiff_t>(skipped), count,
                sound.begin() + static_cast<std::ptrdiff_t>(from));
    first = std::min(first, from);
    last = std::max(last, from + count);
  }
  if (last <= first) return nullptr;
  if (taping_->what.trim) {
    sound =
        Samples(sound.begin() + static_cast<std::ptrdiff_t>(first), sound.begin() + static_cast<std::ptrdiff_t>(last));
  }
  Recording recording = taping("completed");
  recording.length = length_of(sound);
  recording.bytes = write_wav(sound);
  write(EntryKind::recorded, words_in(sound), recording.sid);
  call_.recordings.push_back(recording.sid);
  return &office_.recordings.add(std::move(recording));
}

Recording Line::taping(std::string_view status) const {
  Recording recording{.sid = taping_->sid, .call_sid = call_.sid, .status = std::string(status)};
  recording.started = *taping_->since;
  recording.created = recording.updated = office_.clock.now();
  return recording;
}

void Line::tell_recording_status(const Recording& recording) {
  const twiml::RecordingTold& told = taping_->what.told;
  if (told.link.reference.empty()) return;
  courtesy::phonenet::tell_recording_status(office_, recording, absolute(told.link), told.method);
}

}  // namespace courtesy::phonenet
