// What somebody said, made ready to be played: trimmed, at a fixed level, in telephone quality; or why it is not.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

namespace courtesy::flow {

/// Ready to be played.
struct Take {
  std::string wav;  ///< 8 kHz, one channel, mu-law
  milliseconds length{0};
  std::vector<std::uint8_t> peaks;  ///< waveform_points of them: the loudest of each stretch, 255 is full scale
};

inline constexpr std::size_t waveform_points = 200;

struct TakeRules {
  milliseconds longest{60'000};  ///< behind the trimming
  bool may_be_clipped = false;
  bool advises = true;       ///< says to record it again: whoever reads it can
  milliseconds margin{120};  ///< of the silence at both ends
  static TakeRules prompt() { return {}; }
  /// One word of a date: between others it has hardly a pause.
  static TakeRules word() { return {.longest = milliseconds{5'000}, .margin = milliseconds{25}}; }
  /// A voicemail is heard however it sounds, if anything is to be heard.
  static TakeRules message() { return {.longest = milliseconds{120'000}, .may_be_clipped = true, .advises = false}; }
};

/// Bytes of a WAV as wav.h reads it, at most this many: two minutes of CD quality.
inline constexpr std::size_t most_take_bytes = 24u << 20;

/// Normalises: 8 kHz, no offset, silence at both ends cut to the margin, speech at -20 dB of full scale or as near as
/// its peaks allow (-1 dB). Judges (audio.h): silent, clipped, too long; also: less than 0.2 s of sound.
/// The same bytes give the same take. Errors: `invalid`, a sentence's end: "is silent: ...; record it again".
Result<Take> make_take(std::string_view bytes, const TakeRules& rules);

// Its parts
// ------------------------------------------------------------------------------------------------------------

/// To 8 kHz, by a filter that lets through what a telephone does.
std::vector<float> to_telephone_rate(std::span<const float> samples, std::uint32_t rate);

/// Where the sound is, in samples: from its first loud stretch to its last, with the margin. Clicks shorter than 40 ms
/// are none. Empty: less than 0.2 s are to be heard.
struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t size() const { return end - begin; }
};
Stretch sound_in(std::span<const float> samples, milliseconds margin);

/// What to multiply by: at most 30 dB up.
float gain_for(std::span<const float> samples);

std::vector<std::uint8_t> waveform(std::span<const float> samples);

}  // namespace courtesy::flow
