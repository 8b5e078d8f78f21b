// Sound as it is kept and served: whole files, known by what is in them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/db.h"

namespace courtesy {

class Unit;

/// Ready to be played: a WAV of telephone quality.
struct AudioFile {
  std::string bytes;
  milliseconds length{0};
  std::vector<std::uint8_t> peaks;  ///< the waveform: the loudest of each stretch, 255 is full scale
};

/// The same without its bytes.
struct AudioFacts {
  std::string hash;
  milliseconds length{0};
  std::vector<std::uint8_t> peaks;
};

/// Two minutes of 8 kHz mu-law, and its header.
inline constexpr std::size_t most_audio_bytes = 2 * 60 * 8000 + 1024;

/// The waveform as the store has it, two hex digits a point.
std::vector<std::uint8_t> peaks_from_text(const std::string& text);

class AudioFiles {
 public:
  explicit AudioFiles(Unit& unit) : unit_(unit) {}
  /// Its hash: SHA-256 over its bytes, 64 hex digits. Kept twice is kept once. Errors: `invalid` for nothing and for
  /// more than most_audio_bytes.
  Result<std::string> keep(const AudioFile& file);
  /// The same of a file in a flow's folder, which calls play: it is given to whoever asks for it, and stays.
  Result<std::string> keep_of_flow(std::string_view bytes);
  /// Errors: `not_found`.
  Result<AudioFacts> facts(const std::string& hash);
  Result<std::string> bytes(const std::string& hash);
  /// Throws it away unless a prompt's version or a recording has it.
  Result<void> drop_unused(const std::string& hash);

  /// Account 0 only: what a prompt's version or a flow of any account has: the door for whoever plays it. What was said
  /// for the staff's ears is not found. Errors: `not_found`.
  Result<std::string> prompt_bytes(const std::string& hash);

 private:
  Unit& unit_;
};

}  // namespace courtesy
