#include "phonenet/audio/ear.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "phonenet/audio/mp3.h"
#include "phonenet/audio/words.h"

namespace courtesy::phonenet {
namespace {

constexpr std::size_t most_known = 64;
constexpr std::size_t usual_rate = 32'000 / 8;  // bytes a second of spoken prompts, compressed

// Twilio docs, <Play>: what may be played; anything else is 13420.
constexpr std::array<std::string_view, 12> sound_types{"audio/mpeg", "audio/wav",    "audio/wave",     "audio/x-wav",
                                                       "audio/aiff", "audio/x-aifc", "audio/x-aiff",   "audio/x-gsm",
                                                       "audio/gsm",  "audio/ulaw",   "audio/vnd.wave", "audio/mp3"};

std::string media_type(std::string_view content_type) {
  std::string type(content_type.substr(0, content_type.find(';')));
  while (!type.empty() && type.back() == ' ') type.pop_back();
  return type;
}

/// Bytes a second, as a WAV's header says; that of CD sound where it says nothing.
std::size_t byte_rate(std::string_view wav) {
  std::size_t rate = 0;
  for (std::size_t i = 4; i-- > 0 && wav.size() >= 32;) rate = rate << 8 | static_cast<unsigned char>(wav[28 + i]);
  return rate == 0 ? 176'400 : rate;
}

Clip sound_of(milliseconds length) {
  return {length, fmt::format("[audio {:.1f} s]", static_cast<double>(length.count()) / 1000)};
}

Clip clip_of(const Samples& samples) { return {length_of(samples), heard_in(samples)}; }

/// As long as that many bytes last at that rate, bytes a second.
Clip clip_by_size(const std::string& bytes, std::size_t rate) {
  return sound_of(milliseconds{static_cast<std::int64_t>(bytes.size() * 1000 / rate)});
}

Result<Clip> clip_of(std::string_view type, const std::string& bytes) {
  if (type == "audio/mpeg" || type == "audio/mp3") {
    const auto samples = read_mp3(bytes);
    return samples ? Result<Clip>(clip_of(*samples)) : samples.error();
  }
  if (type.find("wav") == std::string_view::npos) return clip_by_size(bytes, usual_rate);
  const auto samples = read_wav(bytes);
  if (samples) return clip_of(*samples);
  return bytes.starts_with("RIFF") ? Result<Clip>(clip_by_size(bytes, byte_rate(bytes))) : samples.error();
}

}  // namespace

Result<Clip> Ear::listen(std::string_view content_type, const std::string& bytes) {
  const std::string type = media_type(content_type);
  if (std::find(sound_types.begin(), sound_types.end(), type) == sound_types.end()) {
    return invalid(fmt::format("Content-Type '{}' cannot be played", content_type));
  }
  if (bytes.empty()) return invalid("is empty");
  if (const auto known = known_.find(bytes); known != known_.end()) return known->second;
  const Result<Clip> clip = clip_of(type, bytes);
  if (!clip) return clip;
  if (known_.size() >= most_known) known_.clear();
  known_.emplace(bytes, *clip);
  return clip;
}

}  // namespace courtesy::phonenet
