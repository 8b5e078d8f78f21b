// Recordings of a call as a whole: both sides as they were heard, without what was paused.
#include <algorithm>
#include <limits>

#include "phonenet/audio/words.h"
#include "phonenet/exchange/line.h"

namespace courtesy::phonenet {
namespace {

constexpr milliseconds processing{1'000};  // from its end to when its sound can be had

/// Lays `sound`, which was heard from `began` to `ended`, over a track that begins at `since`.
void lay(Samples& track, Instant since, const Samples& sound, Instant began, Instant ended) {
  const std::size_t skipped = began < since ? samples_in(since - began) : 0;
  const std::size_t from = began > since ? samples_in(began - since) : 0;
  const std::size_t heard = std::min(sound.size(), samples_in(std::max(ended - began, milliseconds{0})));
  for (std::size_t i = skipped; i < heard && from + i - skipped < track.size(); ++i) {
    auto& sample = track[from + i - skipped];
    using Limits = std::numeric_limits<std::int16_t>;
    sample = static_cast<std::int16_t>(std::clamp<int>(sample + sound[i], Limits::min(), Limits::max()));
  }
}

bool is_silent(std::int16_t sample) { return sample == 0; }

/// Silence at both ends of both goes.
void trim(Samples& one, Samples& other) {
  std::size_t first = 0;
  while (first < one.size() && is_silent(one[first]) && is_silent(other[first])) ++first;
  std::size_t last = one.size();
  while (last > first && is_silent(one[last - 1]) && is_silent(other[last - 1])) --last;
  for (Samples* track : {&one, &other}) {
    *track = Samples(track->begin() + static_cast<std::ptrdiff_t>(first),
                     track->begin() + static_cast<std::ptrdiff_t>(last));
  }
}

Samples mixed(const Samples& one, const Samples& other, Instant since) {
  Samples mix = one;
  lay(mix, since, other, since, since + length_of(other) + milliseconds{1});
  return mix;
}

}  // namespace

Recording& Line::record_call(RecordingOrder order) {
  const Instant now = office_.clock.now();
  Recording record{.sid = make_sid("RE", office_.random), .call_sid = call_.sid, .status = "in-progress"};
  record.source = order.source;
  record.track = order.track;
  record.channels = order.channels;
  record.started = record.created = record.updated = now;
  call_.recordings.push_back(record.sid);
  live_.push_back({record.sid, order, now, {}});
  Recording& kept = office_.recordings.add(std::move(record));
  if (order.tells_begin && !order.told.empty()) {
    courtesy::phonenet::tell_recording_status(office_, kept, order.told, order.told_method);
  }
  return kept;
}

bool Line::change_recording(Recording& recording, std::string_view status, bool silent) {
  const auto live = std::find_if(live_.begin(), live_.end(), [&](const auto& one) { return one.sid == recording.sid; });
  if (live == live_.end() || status == recording.status) return false;
  const Instant now = office_.clock.now();
  recording.updated = now;
  if (status == "paused") {
    live->pauses.push_back({now, std::nullopt, silent});
    recording.status = status;
  } else if (status == "in-progress") {
    live->pauses.back().to = now;
    recording.status = status;
  } else {
    const LiveRecording stopped = std::move(*live);
    live_.erase(live);
    finish_recording(stopped);
  }
  return true;
}

Samples Line::person_between(Instant since, Instant until) const {
  Samples track(samples_in(until - since), 0);
  for (const Talk& talk : talks_) lay(track, since, talk.sound, talk.began, talk.ended.value_or(until));
  return track;
}

Samples Line::application_between(Instant since, Instant until) const {
  Samples track(samples_in(until - since), 0);
  for (const auto& piece : told_.pieces) {
    if (piece.ended > since) lay(track, since, speak(piece.text, piece.length), piece.began, piece.ended);
  }
  if (piece_) lay(track, since, speak(piece_->text, piece_->length), piece_->began, until);
  return track;
}

void Line::finish_recording(const LiveRecording& live) {
  Recording* recording = office_.recordings.find_even_deleted(live.sid);
  if (recording == nullptr) return;
  const Instant now = office_.clock.now();
  Samples person = person_between(live.since, now);
  Samples application = application_between(live.since, now);
  if (live.order.track == "inbound") std::fill(application.begin(), application.end(), std::int16_t{0});
  if (live.order.track == "outbound") std::fill(person.begin(), person.end(), std::int16_t{0});
  for (auto pause = live.pauses.rbegin(); pause != live.pauses.rend(); ++pause) {
    const auto from = static_cast<std::ptrdiff_t>(samples_in(pause->from - live.since));
    const auto to = static_cast<std::ptrdiff_t>(samples_in(pause->to.value_or(now) - live.since));
    for (Samples* track : {&person, &application}) {
      if (pause->silent) {
        std::fill(track->begin() + from, track->begin() + to, std::int16_t{0});
      } else {
        track->erase(track->begin() + from, track->begin() + to);
      }
    }
  }
  if (live.order.trim) trim(person, application);
  const Samples mix = mixed(person, application, live.since);
  recording->bytes = live.order.channels == 2 ? write_wav(person, application) : write_wav(mix);
  recording->length = length_of(mix);
  recording->status = "stopped";
  recording->updated = now;
  write(EntryKind::recorded, words_in(mix), recording->sid);
  office_.delays.in(processing, [&office = office_, sid = live.sid, order = live.order] {
    Recording* done = office.recordings.find_even_deleted(sid);
    if (done == nullptr) return;
    done->status = "completed";
    done->updated = office.clock.now();
    if (order.tells_end && !order.told.empty()) {
      courtesy::phonenet::tell_recording_status(office, *done, order.told, order.told_method);
    }
  });
}

void Line::finish_recordings() {
  for (const LiveRecording& live : std::exchange(live_, {})) finish_recording(live);
}

}  // namespace courtesy::phonenet
