// The WAV container, and mu-law: bytes to samples and back.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace courtesy::flow {

inline constexpr std::uint32_t telephone_rate = 8000;

struct WavFormat {
  static constexpr std::uint16_t pcm = 1;
  static constexpr std::uint16_t floats = 3;
  static constexpr std::uint16_t mu_law = 7;
  std::uint16_t encoding = 0;
  std::uint16_t channels = 0;
  std::uint32_t rate = 0;
  std::uint16_t bits = 0;
};

/// `data` points into the bytes that were read.
struct Wav {
  WavFormat format;
  std::string_view data;
};

bool is_wav(std::string_view bytes);
/// A size that is longer than the file, as a stream leaves it, means: to its end. Errors: `invalid`, how it is broken.
Result<Wav> read_wav(std::string_view bytes);

/// One channel (the mean of all), from -1 to 1. Takes mu-law, PCM of 8, 16, 24 and 32 bits and 32-bit floats, 1 or 2
/// channels, 8 to 96 kHz. Errors: `invalid`, what it is instead.
Result<std::vector<float>> samples_of(const Wav& wav);

/// ITU-T G.711.
std::int16_t from_mu_law(std::uint8_t byte);
std::uint8_t to_mu_law(std::int16_t sample);

/// 8 kHz, one channel, mu-law. Samples beyond -1 and 1 are cut off.
std::string write_telephone_wav(std::span<const float> samples);

}  // namespace courtesy::flow
