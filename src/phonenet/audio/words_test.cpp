#include "phonenet/audio/words.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "phonenet/audio/mp3.h"

using namespace courtesy;
using namespace courtesy::phonenet;

namespace {

constexpr std::string_view sentence = "Hello, this is Maple Dental. \xc2\xbfQui\xc3\xa9n llama?";

/// There and back through 8 bits (ITU-T G.711).
Samples through_mu_law(const Samples& samples) {
  Samples out;
  for (const std::int16_t sample : samples) {
    const int sign = sample < 0 ? -1 : 1;
    const int biased = std::min(std::abs(static_cast<int>(sample)), 32'635) + 132;
    int exponent = 7;
    while (exponent > 0 && (biased & (0x80 << exponent)) == 0) --exponent;
    const int mantissa = (biased >> (exponent + 3)) & 15;
    out.push_back(static_cast<std::int16_t>(sign * ((((mantissa << 3) + 132) << exponent) - 132)));
  }
  return out;
}

Samples louder(const Samples& samples, double by) {
  Samples out;
  for (const std::int16_t sample : samples) {
    out.push_back(static_cast<std::int16_t>(std::clamp(std::round(sample * by), -32'768.0, 32'767.0)));
  }
  return out;
}

}  // namespace

TEST_CASE("what is spoken is heard, and lasts as long as it should") {
  const Samples spoken = speak(sentence, milliseconds{4'000});
  CHECK(length_of(spoken) == milliseconds{4'000});
  CHECK(words_in(spoken) == sentence);
}

TEST_CASE("more words than there is time for take longer and are all heard") {
  const Samples spoken = speak(sentence, milliseconds{100});
  CHECK(length_of(spoken) > milliseconds{1'000});
  CHECK(words_in(spoken) == sentence);
}

TEST_CASE("words survive mu-law, another loudness and clipping") {
  const Samples spoken = speak(sentence, milliseconds{4'000});
  CHECK(words_in(through_mu_law(spoken)) == sentence);
  CHECK(words_in(louder(spoken, 0.03)) == sentence);
  CHECK(words_in(louder(spoken, 2.4)) == sentence);
  CHECK(words_in(through_mu_law(louder(spoken, 0.05))) == sentence);
}

TEST_CASE("wherever it is cut, the words that are whole are heard and no others") {
  const Samples spoken = speak("one two three", milliseconds{1'500});
  SeededRandom random(3);
  for (int i = 0; i < 60; ++i) {
    const auto from = static_cast<std::ptrdiff_t>(random.below(3'600));
    const Samples cut(spoken.begin() + 150 + from, spoken.end() - 1);
    CHECK(words_in(cut) == "two three");
  }
}

TEST_CASE("words are heard between silence and noise, which are none") {
  SeededRandom random(5);
  Samples sound;
  for (int i = 0; i < 4'321; ++i) sound.push_back(static_cast<std::int16_t>(random.below(6'000)) - 3'000);
  CHECK(words_in(sound).empty());
  const Samples spoken = speak("come on Monday", milliseconds{1'500});
  sound.insert(sound.end(), spoken.begin(), spoken.end());
  sound.resize(sound.size() + 3'333, 0);
  sound.insert(sound.end(), spoken.begin(), spoken.end());
  for (auto& sample : sound) sample = static_cast<std::int16_t>(sample + static_cast<int>(random.below(400)) - 200);
  CHECK(words_in(sound) == "come on Monday come on Monday");
}

TEST_CASE("sound without words is heard as sound of its length") {
  CHECK(heard_in(Samples(25'600, 500)) == "[audio 3.2 s]");
}

TEST_CASE("a WAV comes back as it was, and what is no telephone sound says what it is") {
  const Samples spoken = speak("yes", milliseconds{300});
  const std::string bytes = write_wav(spoken);
  CHECK(read_wav(bytes).value() == spoken);
  std::string fast = bytes;
  fast[24] = 0x44;
  fast[25] = static_cast<char>(0xac);
  const auto refused = read_wav(fast);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().message == "is a WAV of 44100 Hz, 1 channels, 16 bits, encoding 1");
  CHECK_FALSE(read_wav("<html>").ok());
  for (std::size_t size = 0; size < bytes.size(); size += 7) {
    const auto cut = read_wav(std::string_view(bytes).substr(0, size));
    if (cut) CHECK(cut->size() <= spoken.size());
  }
}

TEST_CASE("an MP3 says what the sound said that it was made of, and lasts as long") {
  const Samples spoken = speak("come on Monday", milliseconds{2'000});
  const std::string mp3 = mp3_of(write_wav(spoken));
  CHECK(mp3.size() < spoken.size());
  const auto heard = read_mp3(mp3);
  REQUIRE(heard.ok());
  CHECK(words_in(*heard) == "come on Monday");
  CHECK(length_of(*heard) >= milliseconds{2'000});
  CHECK(length_of(*heard) < milliseconds{2'300});  // the encoder fills its last frames up
}

TEST_CASE("both sides of a recording are in its MP3") {
  const Samples quiet(16'000, 0);
  const Samples spoken = speak("yes", milliseconds{2'000});
  CHECK(words_in(read_mp3(mp3_of(write_wav(quiet, spoken))).value()) == "yes");
  CHECK(words_in(read_mp3(mp3_of(write_wav(spoken, quiet))).value()) == "yes");
}

TEST_CASE("what is no MP3, or is cut off, is refused or heard as far as it goes") {
  CHECK(read_mp3("").error().message == "is no MP3 file");
  CHECK(read_mp3("<html>").error().message == "is no MP3 file");
  const std::string mp3 = mp3_of(write_wav(speak("yes", milliseconds{300})));
  for (std::size_t size = 0; size < mp3.size(); size += 11) {
    const auto cut = read_mp3(std::string_view(mp3).substr(0, size));
    if (cut) CHECK(length_of(*cut) < milliseconds{600});
  }
}
