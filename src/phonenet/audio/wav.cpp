#include "phonenet/audio/wav.h"

#include <fmt/format.h>

namespace courtesy::phonenet {
namespace {

constexpr std::uint32_t pcm = 1;
constexpr std::uint32_t mu_law = 7;

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = size; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

void put_number(std::string& bytes, std::uint32_t value, int size) {
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xff);
}

std::int16_t from_mu_law(unsigned char byte) {
  const int inverted = ~byte & 0xff;
  const int exponent = (inverted >> 4) & 7;
  const int magnitude = ((((inverted & 0x0f) << 3) + 0x84) << exponent) - 0x84;
  return static_cast<std::int16_t>((inverted & 0x80) != 0 ? -magnitude : magnitude);
}

Samples read_samples(std::string_view data, bool is_mu_law) {
  Samples samples;
  if (is_mu_law) {
    samples.reserve(data.size());
    for (const char byte : data) samples.push_back(from_mu_law(static_cast<unsigned char>(byte)));
    return samples;
  }
  samples.reserve(data.size() / 2);
  for (std::size_t at = 0; at + 2 <= data.size(); at += 2) {
    samples.push_back(static_cast<std::int16_t>(number_at(data, at, 2)));
  }
  return samples;
}

}  // namespace

Result<Samples> read_wav(std::string_view bytes) {
  if (bytes.size() < 12 || !bytes.starts_with("RIFF") || bytes.substr(8, 4) != "WAVE") return invalid("is no WAV file");
  bool known = false;
  bool is_mu_law = false;
  for (std::size_t at = 12; at + 8 <= bytes.size();) {
    const std::string_view name = bytes.substr(at, 4);
    const std::size_t size = number_at(bytes, at + 4, 4);
    const std::string_view body = bytes.substr(at + 8, size);
    if (name == "fmt " && body.size() >= 16) {
      const auto encoding = number_at(body, 0, 2);
      const auto bits = number_at(body, 14, 2);
      is_mu_law = encoding == mu_law && bits == 8;
      known = number_at(body, 2, 2) == 1 && number_at(body, 4, 4) == samples_a_second &&
              (is_mu_law || (encoding == pcm && bits == 16));
      if (!known) {
        return invalid(fmt::format("is a WAV of {} Hz, {} channels, {} bits, encoding {}", number_at(body, 4, 4),
                                   number_at(body, 2, 2), bits, encoding));
      }
    }
    if (name == "data" && known) return read_samples(body, is_mu_law);
    if (size > bytes.size()) break;
    at += 8 + size + size % 2;
  }
  return invalid("is a WAV file without sound");
}

namespace {

std::string header(std::uint32_t channels, std::size_t samples) {
  const auto size = static_cast<std::uint32_t>(samples * 2);
  std::string bytes = "RIFF";
  bytes.reserve(44 + size);
  put_number(bytes, 36 + size, 4);
  bytes += "WAVEfmt ";
  put_number(bytes, 16, 4);
  put_number(bytes, pcm, 2);
  put_number(bytes, channels, 2);
  put_number(bytes, samples_a_second, 4);
  put_number(bytes, samples_a_second * 2 * channels, 4);
  put_number(bytes, 2 * channels, 2);
  put_number(bytes, 16, 2);
  bytes += "data";
  put_number(bytes, size, 4);
  return bytes;
}

}  // namespace

std::string write_wav(const Samples& samples) {
  std::string bytes = header(1, samples.size());
  for (const std::int16_t sample : samples) put_number(bytes, static_cast<std::uint16_t>(sample), 2);
  return bytes;
}

std::string write_wav(const Samples& left, const Samples& right) {
  std::string bytes = header(2, left.size() + right.size());
  for (std::size_t i = 0; i < left.size(); ++i) {
    put_number(bytes, static_cast<std::uint16_t>(left[i]), 2);
    put_number(bytes, static_cast<std::uint16_t>(right[i]), 2);
  }
  return bytes;
}

}  // namespace courtesy::phonenet
