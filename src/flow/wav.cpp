#include "flow/wav.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>

namespace courtesy::flow {
namespace {

constexpr std::uint16_t extensible = 0xfffe;

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = size; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

std::string little_endian(std::uint32_t value, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xff);
  return bytes;
}

WavFormat format_of(std::string_view body) {
  const auto half = [&](std::size_t at) { return static_cast<std::uint16_t>(number_at(body, at, 2)); };
  WavFormat format{.encoding = half(0), .channels = half(2), .rate = number_at(body, 4, 4), .bits = half(14)};
  // WAVE_FORMAT_EXTENSIBLE: the real one begins its sub-format.
  if (format.encoding == extensible && body.size() >= 26) format.encoding = half(24);
  return format;
}

Result<void> check(const WavFormat& format) {
  const bool pcm = format.encoding == WavFormat::pcm &&
                   (format.bits == 8 || format.bits == 16 || format.bits == 24 || format.bits == 32);
  const bool floats = format.encoding == WavFormat::floats && format.bits == 32;
  const bool mu_law = format.encoding == WavFormat::mu_law && format.bits == 8;
  const bool channels = format.channels == 1 || format.channels == 2;
  if ((pcm || floats || mu_law) && channels && format.rate >= telephone_rate && format.rate <= 96'000) return {};
  return invalid(
      fmt::format("is a WAV of {} Hz, {} channels, {} bits, encoding {}: what can be read is PCM of 8 to 32 bits or "
                  "mu-law, one or two channels, 8 to 96 kHz",
                  format.rate, format.channels, format.bits, format.encoding));
}

float sample_at(std::string_view data, std::size_t at, const WavFormat& format) {
  if (format.encoding == WavFormat::mu_law)
    return static_cast<float>(from_mu_law(static_cast<std::uint8_t>(data[at]))) / 32'768.0f;
  const std::uint32_t raw = number_at(data, at, format.bits / 8);
  if (format.encoding == WavFormat::floats) {
    const float value = std::bit_cast<float>(raw);
    return std::isfinite(value) ? value : 0.0f;
  }
  if (format.bits == 8) return (static_cast<float>(raw) - 128.0f) / 128.0f;  // the only one without a sign
  const auto whole = static_cast<std::int32_t>(raw << (32 - format.bits));
  return static_cast<float>(whole) / 2'147'483'648.0f;
}

}  // namespace

bool is_wav(std::string_view bytes) {
  return bytes.starts_with("RIFF") && bytes.size() >= 12 && bytes.substr(8, 4) == "WAVE";
}

Result<Wav> read_wav(std::string_view bytes) {
  if (!is_wav(bytes)) return invalid("is no WAV");
  std::optional<WavFormat> format;
  for (std::size_t at = 12; at + 8 <= bytes.size();) {
    const std::string_view name = bytes.substr(at, 4);
    const std::size_t size = number_at(bytes, at + 4, 4);
    const std::string_view body = bytes.substr(at + 8, size);
    if (name == "fmt " && body.size() >= 16) format = format_of(body);
    if (name == "data" && format && !body.empty()) return Wav{*format, body};
    if (size > bytes.size()) break;
    at += 8 + size + size % 2;
  }
  return invalid("is a WAV without sound in it");
}

Result<std::vector<float>> samples_of(const Wav& wav) {
  TRY(check(wav.format));
  const std::size_t width = wav.format.bits / 8;
  const std::size_t frame = width * wav.format.channels;
  std::vector<float> samples(wav.data.size() / frame);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    for (std::size_t channel = 0; channel < wav.format.channels; ++channel) {
      samples[i] += sample_at(wav.data, i * frame + channel * width, wav.format) / wav.format.channels;
    }
  }
  return samples;
}

std::int16_t from_mu_law(std::uint8_t byte) {
  const int inverted = ~byte & 0xff;
  const int exponent = (inverted >> 4) & 7;
  const int magnitude = ((((inverted & 0x0f) << 3) + 0x84) << exponent) - 0x84;
  return static_cast<std::int16_t>((inverted & 0x80) != 0 ? -magnitude : magnitude);
}

std::uint8_t to_mu_law(std::int16_t sample) {
  constexpr int bias = 0x84;
  constexpr int loudest = 32'635;
  const int sign = sample < 0 ? 0x80 : 0;
  const int magnitude = std::min(std::abs(static_cast<int>(sample)), loudest) + bias;
  int exponent = 7;
  for (int mask = 0x4000; exponent > 0 && (magnitude & mask) == 0; mask >>= 1) --exponent;
  const int mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return static_cast<std::uint8_t>(~(sign | exponent << 4 | mantissa));
}

std::string write_telephone_wav(std::span<const float> samples) {
  const auto count = static_cast<std::uint32_t>(samples.size());
  std::string data;
  data.reserve(count + 1);
  for (const float sample : samples) {
    const float whole = std::clamp(sample, -1.0f, 1.0f) * 32'767.0f;
    data += static_cast<char>(to_mu_law(static_cast<std::int16_t>(std::lround(whole))));
  }
  const std::string format = little_endian(WavFormat::mu_law, 2) + little_endian(1, 2) +
                             little_endian(telephone_rate, 4) + little_endian(telephone_rate, 4) + little_endian(1, 2) +
                             little_endian(8, 2) + little_endian(0, 2);
  std::string body = "WAVEfmt " + little_endian(static_cast<std::uint32_t>(format.size()), 4) + format + "fact" +
                     little_endian(4, 4) + little_endian(count, 4) + "data" + little_endian(count, 4) + data;
  if (count % 2 != 0) body += '\0';
  return "RIFF" + little_endian(static_cast<std::uint32_t>(body.size()), 4) + body;
}

}  // namespace courtesy::flow
