#include "flow/audio.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>

namespace courtesy::flow {
namespace {

constexpr std::string_view how_to_convert =
    "convert it, for example with: sox IN -r 8000 -c 1 -e mu-law OUT.wav (or -e signed -b 16)";
constexpr std::uint32_t telephone_rate = 8000;
constexpr std::uint16_t pcm = 1;
constexpr std::uint16_t mu_law = 7;

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = size; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

Error wrong_kind(std::string what) { return invalid(fmt::format("{}: {}", what, how_to_convert)); }

struct Format {
  std::uint16_t encoding = 0;
  std::uint16_t channels = 0;
  std::uint32_t rate = 0;
  std::uint16_t bits = 0;
};

/// ITU-T G.711, mu-law to a share of full scale.
double mu_law_level(unsigned char byte) {
  const int inverted = ~byte & 0xff;
  const int exponent = (inverted >> 4) & 7;
  const int magnitude = ((((inverted & 0x0f) << 3) + 0x84) << exponent) - 0x84;
  return magnitude / 32124.0;
}

double level_at(std::string_view data, std::size_t at, std::uint16_t encoding) {
  if (encoding == mu_law) return mu_law_level(static_cast<unsigned char>(data[at]));
  const auto sample = static_cast<std::int16_t>(number_at(data, at, 2));
  return std::abs(static_cast<double>(sample)) / 32767.0;
}

Audio measure(std::string_view data, const Format& format) {
  const std::size_t step = format.encoding == mu_law ? 1 : 2;
  const std::size_t samples = data.size() / step;
  double peak = 0;
  std::size_t clipped = 0;
  for (std::size_t i = 0; i < samples; ++i) {
    const double level = level_at(data, i * step, format.encoding);
    peak = std::max(peak, level);
    if (level >= 0.999) ++clipped;
  }
  return {.kind = Audio::Kind::wav,
          .length = milliseconds(static_cast<std::int64_t>(samples) * 1000 / telephone_rate),
          .peak = peak,
          .clipped_per_mille = samples == 0 ? 0 : 1000.0 * static_cast<double>(clipped) / static_cast<double>(samples)};
}

Result<Audio> read_wav(std::string_view bytes) {
  std::optional<Format> format;
  for (std::size_t at = 12; at + 8 <= bytes.size();) {
    const std::string_view name = bytes.substr(at, 4);
    const std::size_t size = number_at(bytes, at + 4, 4);
    const std::string_view body = bytes.substr(at + 8, size);
    if (name == "fmt " && body.size() >= 16) {
      format =
          Format{static_cast<std::uint16_t>(number_at(body, 0, 2)), static_cast<std::uint16_t>(number_at(body, 2, 2)),
                 number_at(body, 4, 4), static_cast<std::uint16_t>(number_at(body, 14, 2))};
      const bool telephone =
          format->rate == telephone_rate && format->channels == 1 &&
          ((format->encoding == pcm && format->bits == 16) || (format->encoding == mu_law && format->bits == 8));
      if (!telephone) {
        return wrong_kind(
            fmt::format("is a WAV of {} Hz, {} channels, {} bits, encoding {}; telephones want 8000 Hz, "
                        "one channel, mu-law or 16-bit PCM",
                        format->rate, format->channels, format->bits, format->encoding));
      }
    }
    if (name == "data" && format && !body.empty()) return measure(body, *format);
    if (size > bytes.size()) break;
    at += 8 + size + size % 2;
  }
  return wrong_kind("is a WAV without sound in it");
}

/// Where the first frame of an MP3 begins: behind an ID3v2 tag, if there is one.
std::size_t first_frame(std::string_view bytes) {
  if (!bytes.starts_with("ID3") || bytes.size() < 10) return 0;
  std::size_t size = 0;
  for (std::size_t i = 6; i < 10; ++i) size = size << 7 | (static_cast<unsigned char>(bytes[i]) & 0x7f);
  return 10 + size;
}

/// Layer III's bit rates in kbit/s, by the header's index (ISO 11172-3, 13818-3).
constexpr std::array<int, 16> rates_1{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0};
constexpr std::array<int, 16> rates_2{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0};

/// The length is that of a constant bit rate.
Result<Audio> read_mp3(std::string_view bytes) {
  const std::size_t at = first_frame(bytes);
  if (at + 4 > bytes.size()) return wrong_kind("is neither WAV nor MP3");
  const std::uint32_t second = static_cast<unsigned char>(bytes[at + 1]);
  const bool is_frame = static_cast<unsigned char>(bytes[at]) == 0xff && (second & 0xe0) == 0xe0 &&
                        (second & 0x18) != 0x08 && (second & 0x06) == 0x02;
  if (!is_frame) return wrong_kind("is neither WAV nor MP3");
  const std::size_t index = static_cast<unsigned char>(bytes[at + 2]) >> 4;
  const int rate = (second & 0x18) == 0x18 ? rates_1[index] : rates_2[index];
  if (rate == 0) return wrong_kind("is an MP3 without a bit rate");
  return Audio{.kind = Audio::Kind::mp3,
               .length = milliseconds(static_cast<std::int64_t>(bytes.size() - at) * 8 / rate)};
}

}  // namespace

Result<Audio> read_audio(std::string_view bytes) {
  if (bytes.starts_with("RIFF") && bytes.size() >= 12 && bytes.substr(8, 4) == "WAVE") return read_wav(bytes);
  return read_mp3(bytes);
}

}  // namespace courtesy::flow
