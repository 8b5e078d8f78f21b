// Recorded prompts as files: what kind one is, how long, how loud. A small reader, for checks; nothing is decoded to
// play.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"
#include "base/result.h"

namespace courtesy::flow {

struct Audio {
  enum class Kind { wav, mp3 };
  Kind kind = Kind::wav;
  milliseconds length{0};
  /// Of a WAV only, the share of full scale: the loudest sample, and how many of a thousand stand at the limit.
  std::optional<double> peak;
  double clipped_per_mille = 0;
};

/// Reads WAV of telephone quality (mu-law or 16-bit PCM, 8 kHz, one channel) whole, and an MP3's header.
/// Errors: `invalid`, what it is instead and how to convert it.
Result<Audio> read_audio(std::string_view bytes);

/// Why nobody should hear it.
struct AudioFault {
  enum class Kind { silent, clipped, too_long };
  Kind kind;
  std::string words;  ///< `is silent: its loudest sample is 0.10 % of full scale`
};
/// A prompt's longest.
inline constexpr milliseconds longest_prompt{60'000};
std::optional<AudioFault> fault_of(const Audio& audio, milliseconds longest = longest_prompt);

}  // namespace courtesy::flow
