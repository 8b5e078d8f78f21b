// Sound for tests: tones, silence, and WAVs of every kind.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>
#include <vector>

#include "flow/wav.h"

namespace courtesy::flow {

inline std::vector<float> tone(double length_s, double loudness, double frequency = 440, double rate = 8'000) {
  std::vector<float> samples(static_cast<std::size_t>(length_s * rate));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    samples[i] =
        static_cast<float>(loudness * std::sin(2 * std::numbers::pi * frequency * static_cast<double>(i) / rate));
  }
  return samples;
}
inline std::vector<float> quiet(double length_s) {
  return std::vector<float>(static_cast<std::size_t>(length_s * 8'000));
}
inline std::vector<float> operator+(std::vector<float> a, const std::vector<float>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

inline std::string little_endian(std::uint32_t value, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xff);
  return bytes;
}

struct WavKind {
  std::uint16_t encoding = WavFormat::pcm;
  std::uint16_t channels = 1;
  std::uint16_t bits = 16;
  std::uint32_t rate = 8'000;
};

inline std::string wav_sample(float sample, const WavKind& kind) {
  const double cut = std::min(1.0, std::max(-1.0, static_cast<double>(sample)));
  if (kind.encoding == WavFormat::floats) return little_endian(std::bit_cast<std::uint32_t>(sample), 4);
  if (kind.bits == 8) return little_endian(static_cast<std::uint32_t>(128 + std::lround(cut * 127)), 1);
  const auto whole = std::llround(cut * (std::exp2(kind.bits - 1) - 1));
  return little_endian(static_cast<std::uint32_t>(whole), kind.bits / 8);
}

/// The same in each channel.
inline std::string wav_of(const std::vector<float>& samples, const WavKind& kind) {
  std::string data;
  for (const float sample : samples) {
    for (int i = 0; i < kind.channels; ++i) data += wav_sample(sample, kind);
  }
  const std::uint32_t frame = kind.channels * kind.bits / 8;
  return "RIFF" + little_endian(static_cast<std::uint32_t>(36 + data.size()), 4) + "WAVEfmt " + little_endian(16, 4) +
         little_endian(kind.encoding, 2) + little_endian(kind.channels, 2) + little_endian(kind.rate, 4) +
         little_endian(kind.rate * frame, 4) + little_endian(frame, 2) + little_endian(kind.bits, 2) + "data" +
         little_endian(static_cast<std::uint32_t>(data.size()), 4) + data;
}
inline std::string pcm_wav(const std::vector<float>& samples) { return wav_of(samples, {}); }

}  // namespace courtesy::flow
