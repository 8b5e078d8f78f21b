#include "phonenet/audio/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace courtesy::phonenet {
namespace {

constexpr std::size_t symbol = 160;        // samples: 20 ms
constexpr std::size_t most_in_word = 200;  // bytes
constexpr unsigned char mark = 0xf7;       // in no UTF-8, and no length
constexpr double loudness = 8'000;         // of each of the two tones
constexpr double two_pi = 6.283185307179586;

constexpr double low_tone(int nibble) { return 400.0 + 50.0 * nibble; }
constexpr double high_tone(int nibble) { return 1'300.0 + 50.0 * nibble; }
constexpr double low_hum = 300;
constexpr double high_hum = 2'300;

void add_tones(Samples& out, double low, double high, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const double t = two_pi * static_cast<double>(i) / static_cast<double>(samples_a_second);
    out.push_back(static_cast<std::int16_t>(loudness * (std::sin(low * t) + std::sin(high * t))));
  }
}

void add_byte(Samples& out, unsigned char byte) { add_tones(out, low_tone(byte & 15), high_tone(byte >> 4), symbol); }

std::uint16_t crc_of(std::string_view bytes) {
  std::uint32_t crc = 0xffff;
  for (const char c : bytes) {
    crc ^= static_cast<std::uint32_t>(static_cast<unsigned char>(c)) << 8;
    for (int i = 0; i < 8; ++i) crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
    crc &= 0xffff;
  }
  return static_cast<std::uint16_t>(crc);
}

void add_word(Samples& out, std::string_view word) {
  word = word.substr(0, most_in_word);
  add_byte(out, mark);
  add_byte(out, static_cast<unsigned char>(word.size()));
  for (const char c : word) add_byte(out, static_cast<unsigned char>(c));
  const std::uint16_t crc = crc_of(word);
  add_byte(out, static_cast<unsigned char>(crc >> 8));
  add_byte(out, static_cast<unsigned char>(crc & 0xff));
}

/// How strong a tone of `hertz` is in the 20 ms from `at` (Goertzel's filter): its share of all that is there is
/// 2 / symbol times that, over the energy.
double strength(const Samples& samples, std::size_t at, double hertz) {
  const double turn = 2 * std::cos(two_pi * hertz / static_cast<double>(samples_a_second));
  double one = 0;
  double two = 0;
  for (std::size_t i = 0; i < symbol; ++i) {
    const double next = samples[at + i] + turn * one - two;
    two = one;
    one = next;
  }
  return one * one + two * two - turn * one * two;
}

double energy(const Samples& samples, std::size_t at) {
  double sum = 0;
  for (std::size_t i = 0; i < symbol; ++i) sum += static_cast<double>(samples[at + i]) * samples[at + i];
  return sum;
}

/// How much of the sound from `at` are the two tones of that byte, 0 to 1.
double likeness(const Samples& samples, std::size_t at, unsigned char byte) {
  const double all = energy(samples, at);
  if (all < 160.0 * 100) return 0;
  const double tones = strength(samples, at, low_tone(byte & 15)) + strength(samples, at, high_tone(byte >> 4));
  return tones * 2 / static_cast<double>(symbol) / all;
}

int strongest(const Samples& samples, std::size_t at, double (*tone)(int)) {
  int best = 0;
  double most = -1;
  for (int nibble = 0; nibble < 16; ++nibble) {
    const double now = strength(samples, at, tone(nibble));
    if (now > most) {
      most = now;
      best = nibble;
    }
  }
  return best;
}

/// The byte at `at`; nothing where there is none.
std::optional<unsigned char> byte_at(const Samples& samples, std::size_t at) {
  if (at + symbol > samples.size()) return std::nullopt;
  const int byte = strongest(samples, at, low_tone) | strongest(samples, at, high_tone) << 4;
  if (likeness(samples, at, static_cast<unsigned char>(byte)) < 0.5) return std::nullopt;
  return static_cast<unsigned char>(byte);
}

/// The word whose mark is at `at`, if it is one and whole.
std::optional<std::string> word_at(const Samples& samples, std::size_t at) {
  const auto size = byte_at(samples, at + symbol);
  if (!size || *size == 0 || *size > most_in_word) return std::nullopt;
  std::string word;
  for (std::size_t i = 0; i < *size; ++i) {
    const auto byte = byte_at(samples, at + (2 + i) * symbol);
    if (!byte) return std::nullopt;
    word += static_cast<char>(*byte);
  }
  const auto high = byte_at(samples, at + (2 + word.size()) * symbol);
  const auto low = byte_at(samples, at + (3 + word.size()) * symbol);
  if (!high || !low || crc_of(word) != (*high << 8 | *low)) return std::nullopt;
  return word;
}

/// Where from `at` on, within one symbol, the mark is clearest.
std::size_t clearest_mark(const Samples& samples, std::size_t at) {
  std::size_t best = at;
  double most = 0;
  for (std::size_t i = at; i < at + symbol && i + symbol <= samples.size(); i += 4) {
    const double now = likeness(samples, i, mark);
    if (now > most) {
      most = now;
      best = i;
    }
  }
  return best;
}

}  // namespace

Samples speak(std::string_view text, milliseconds length) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  const std::size_t whole = samples_in(length);
  Samples out;
  out.reserve(whole);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::size_t place = whole * i / words.size();
    if (place > out.size()) add_tones(out, low_hum, high_hum, place - out.size());
    add_word(out, words[i]);
  }
  if (whole > out.size()) add_tones(out, low_hum, high_hum, whole - out.size());
  return out;
}

std::string words_in(const Samples& samples) {
  std::string all;
  for (std::size_t at = 0; at + symbol <= samples.size();) {
    if (likeness(samples, at, mark) < 0.6) {
      at += 20;
      continue;
    }
    const std::size_t place = clearest_mark(samples, at);
    const auto word = word_at(samples, place);
    if (word) {
      all.append(all.empty() ? "" : " ").append(*word);
      at = place + (4 + word->size()) * symbol - 40;
    } else {
      at = place > at ? place : at + 20;  // the mark may be clearer further on
    }
  }
  return all;
}

std::string heard_in(const Samples& samples) {
  std::string words = words_in(samples);
  if (!words.empty()) return words;
  return fmt::format("[audio {:.1f} s]", static_cast<double>(length_of(samples).count()) / 1000);
}

}  // namespace courtesy::phonenet
