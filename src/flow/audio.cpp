#include "flow/audio.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "flow/wav.h"

namespace courtesy::flow {
namespace {

constexpr double quietest_peak = 0.01;  // -40 dB
constexpr double most_clipped = 1.0;    // of a thousand samples
constexpr std::string_view how_to_convert =
    "convert it, for example with: sox IN -r 8000 -c 1 -e mu-law OUT.wav (or -e signed -b 16)";
Error wrong_kind(std::string what) { return invalid(fmt::format("{}: {}", what, how_to_convert)); }

double level_at(std::string_view data, std::size_t at, std::uint16_t encoding) {
  if (encoding == WavFormat::mu_law) return std::abs(from_mu_law(static_cast<std::uint8_t>(data[at]))) / 32124.0;
  const int sample =
      static_cast<std::int16_t>(static_cast<std::uint8_t>(data[at]) | static_cast<std::uint8_t>(data[at + 1]) << 8);
  return std::abs(sample) / 32767.0;
}

Audio measure(std::string_view data, const WavFormat& format) {
  const std::size_t step = format.encoding == WavFormat::mu_law ? 1 : 2;
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

Result<Audio> measure_wav(std::string_view bytes) {
  const auto wav = read_wav(bytes);
  if (!wav) return wrong_kind(wav.error().message);
  const WavFormat& format = wav->format;
  const bool telephone = format.rate == telephone_rate && format.channels == 1 &&
                         ((format.encoding == WavFormat::pcm && format.bits == 16) ||
                          (format.encoding == WavFormat::mu_law && format.bits == 8));
  if (!telephone) {
    return wrong_kind(
        fmt::format("is a WAV of {} Hz, {} channels, {} bits, encoding {}; telephones want 8000 Hz, "
                    "one channel, mu-law or 16-bit PCM",
                    format.rate, format.channels, format.bits, format.encoding));
  }
  return measure(wav->data, format);
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

Result<Audio> read_audio(std::string_view bytes) { return is_wav(bytes) ? measure_wav(bytes) : read_mp3(bytes); }

std::optional<AudioFault> fault_of(const Audio& audio, milliseconds longest) {
  if (audio.length > longest) {
    return AudioFault{AudioFault::Kind::too_long,
                      fmt::format("lasts {:.0f} s: it may last {} s", static_cast<double>(audio.length.count()) / 1000,
                                  std::chrono::duration_cast<seconds>(longest).count())};
  }
  if (audio.peak && *audio.peak < quietest_peak) {
    return AudioFault{AudioFault::Kind::silent,
                      fmt::format("is silent: its loudest sample is {:.2f} % of full scale", *audio.peak * 100)};
  }
  if (audio.clipped_per_mille > most_clipped) {
    return AudioFault{
        AudioFault::Kind::clipped,
        fmt::format("is clipped: {:.1f} of a thousand samples stand at the limit", audio.clipped_per_mille)};
  }
  return std::nullopt;
}

}  // namespace courtesy::flow
