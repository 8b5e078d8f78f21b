// Sound of the telephone: 8,000 samples a second, one channel, as WAV files have it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "base/result.h"

namespace courtesy::phonenet {

using Samples = std::vector<std::int16_t>;
inline constexpr std::size_t samples_a_second = 8'000;

inline milliseconds length_of(const Samples& samples) {
  return milliseconds{static_cast<std::int64_t>(samples.size() * 1000 / samples_a_second)};
}
inline std::size_t samples_in(milliseconds length) {
  return static_cast<std::size_t>(length.count()) * samples_a_second / 1000;
}

/// Reads 16-bit PCM or mu-law (ITU-T G.711), 8 kHz, one channel. Errors: `invalid`, what it is instead.
Result<Samples> read_wav(std::string_view bytes);
/// 16-bit PCM.
std::string write_wav(const Samples& samples);
/// Two channels, as long as each other.
std::string write_wav(const Samples& left, const Samples& right);

}  // namespace courtesy::phonenet
