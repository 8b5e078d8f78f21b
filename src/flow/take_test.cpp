#include "flow/take.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "flow/audio.h"
#include "flow/test_sound.h"
#include "flow/wav.h"

using namespace courtesy;
using namespace courtesy::flow;

namespace {

std::vector<float> heard_in(const Take& take) { return samples_of(read_wav(take.wav).value()).value(); }

double level(std::span<const float> samples) {
  double sum = 0;
  for (const float sample : samples) sum += static_cast<double>(sample) * sample;
  return std::sqrt(sum / static_cast<double>(samples.size()));
}
double peak(std::span<const float> samples) {
  double highest = 0;
  for (const float sample : samples) highest = std::max(highest, std::abs(static_cast<double>(sample)));
  return highest;
}
Take take_of(const std::vector<float>& samples) { return make_take(pcm_wav(samples), TakeRules::prompt()).value(); }

}  // namespace

TEST_CASE("mu-law is its own inverse for each of its bytes but the two zeros, which are one") {
  for (int byte = 0; byte < 256; ++byte) {
    CAPTURE(byte);
    const int back = to_mu_law(from_mu_law(static_cast<std::uint8_t>(byte)));
    CHECK(back == (byte == 0x7f ? 0xff : byte));
  }
  for (int sample = -32'768; sample <= 32'767; sample += 7) {
    const int error = std::abs(from_mu_law(to_mu_law(static_cast<std::int16_t>(sample))) - sample);
    CHECK(error <= (std::abs(sample) + 132) / 32 + 1);  // half a step of ITU-T G.711
  }
}

TEST_CASE("silence at both ends is cut to a short margin, and pauses within stay") {
  const Take take = take_of(quiet(1.5) + tone(1.0, 0.3) + quiet(0.8) + tone(0.5, 0.3) + quiet(2.0));
  const milliseconds expected = milliseconds(2'300) + 2 * TakeRules::prompt().margin;
  CHECK(std::abs((take.length - expected).count()) <= 20);
  const auto samples = heard_in(take);
  CHECK(milliseconds(samples.size() / 8) == take.length);
}

TEST_CASE("one word of a date is cut closer, since others stand beside it") {
  const auto word = make_take(pcm_wav(quiet(0.5) + tone(0.4, 0.3) + quiet(0.5)), TakeRules::word());
  REQUIRE(word.ok());
  CHECK(std::abs((word->length - milliseconds(450)).count()) <= 20);
  CHECK_FALSE(make_take(pcm_wav(tone(6, 0.3)), TakeRules::word()).ok());
}

TEST_CASE("what is said softly and what is said loudly is heard at one level") {
  for (const double loudness : {0.02, 0.05, 0.2, 0.5, 0.9}) {
    CAPTURE(loudness);
    const Take take = take_of(quiet(0.5) + tone(2.0, loudness) + quiet(0.5));
    const auto samples = heard_in(take);
    const std::span<const float> speech(samples.data() + 2'000, 12'000);
    CHECK(level(speech) == doctest::Approx(0.1).epsilon(0.05));
  }
}

TEST_CASE("a voice with high peaks is made louder only as far as its peaks allow") {
  std::vector<float> sound = tone(2.0, 0.05);
  for (std::size_t i = 400; i < sound.size(); i += 800) sound[i] = 0.6f;
  const auto samples = heard_in(take_of(quiet(0.3) + sound + quiet(0.3)));
  CHECK(peak(samples) <= 0.9);
  CHECK(peak(samples) >= 0.85);
}

TEST_CASE("a take is telephone quality, and passes the check of a flow's own recordings") {
  const Take take = take_of(quiet(0.3) + tone(1.0, 0.8) + quiet(0.3));
  const auto audio = read_audio(take.wav);
  REQUIRE(audio.ok());
  CHECK(audio->length == take.length);
  CHECK_FALSE(fault_of(*audio).has_value());
  CHECK(make_take(pcm_wav(quiet(0.3) + tone(1.0, 0.8)), TakeRules::prompt())->wav ==
        make_take(pcm_wav(quiet(0.3) + tone(1.0, 0.8)), TakeRules::prompt())->wav);
  // Made once more of itself it stays what it is, but for its ends.
  const Take again = make_take(take.wav, TakeRules::prompt()).value();
  CHECK(std::abs((again.length - take.length).count()) <= 20);
  CHECK(level(heard_in(again)) == doctest::Approx(level(heard_in(take))).epsilon(0.02));
}

TEST_CASE("an offset of the line is taken away") {
  std::vector<float> sound = quiet(0.5) + tone(1.0, 0.2) + quiet(0.5);
  for (float& sample : sound) sample += 0.1f;
  const Take take = take_of(sound);
  CHECK(take.length < milliseconds(1'400));
  double sum = 0;
  for (const float sample : heard_in(take)) sum += static_cast<double>(sample);
  CHECK(std::abs(sum / static_cast<double>(heard_in(take).size())) < 0.005);
}

TEST_CASE("what nobody could hear is refused, in words") {
  const auto why = [](const std::vector<float>& samples, TakeRules rules = TakeRules::prompt()) {
    const auto take = make_take(pcm_wav(samples), rules);
    return take ? std::string("taken") : take.error().message;
  };
  CHECK(why(quiet(3)).find("is silent") == 0);
  CHECK(why(quiet(1) + tone(0.02, 0.9) + quiet(1)).find("is silent") == 0);  // a click
  CHECK(why(quiet(1) + tone(0.1, 0.9) + quiet(1)).find("is silent") == 0);
  CHECK(why(tone(3, 0.004)).find("is silent") == 0);
  CHECK(why(tone(61, 0.3)).find("lasts 61 s") == 0);
  CHECK(why(tone(200, 0.3)).find("lasts 200 s: it may last 60 s") == 0);
  CHECK(why(quiet(20) + tone(55, 0.3) + quiet(20)) == "taken");
  CHECK(why(tone(2, 3.0)).find("is clipped") == 0);
  CHECK(why(quiet(3)).find("record it again") != std::string::npos);
  CHECK(why(quiet(3), TakeRules::message()).find("record it") == std::string::npos);
  CHECK(why(tone(2, 3.0), TakeRules::message()) == "taken");
  CHECK(why(tone(100, 0.3), TakeRules::message()) == "taken");
}

TEST_CASE(
    "files of a studio are brought to telephone quality: what a telephone carries stays, what it cannot is gone") {
  for (const std::uint32_t rate : {11'025u, 16'000u, 44'100u, 48'000u, 96'000u}) {
    CAPTURE(rate);
    const auto through = [&](double frequency) {
      const auto sound = tone(1.0, 0.5, frequency, rate);
      const auto samples = to_telephone_rate(sound, rate);
      CHECK(samples.size() == 8'000);
      return level(std::span<const float>(samples).subspan(800, 6'400)) / (0.5 / std::numbers::sqrt2);
    };
    CHECK(through(300) == doctest::Approx(1).epsilon(0.01));
    CHECK(through(1'000) == doctest::Approx(1).epsilon(0.01));
    CHECK(through(3'000) == doctest::Approx(1).epsilon(0.03));
    CHECK(through(5'000) < 0.02);  // it would be heard as 3,000
    if (rate > 20'000) CHECK(through(9'000) < 0.01);
  }
}

TEST_CASE("stereo, 8, 24 and 32 bits and floats are read as what they are") {
  const auto sound = quiet(0.2) + tone(0.5, 0.5) + quiet(0.2);
  for (const WavKind kind : {WavKind{.bits = 8}, WavKind{.bits = 16}, WavKind{.bits = 24}, WavKind{.bits = 32},
                             WavKind{.encoding = WavFormat::floats, .bits = 32}, WavKind{.channels = 2, .bits = 16},
                             WavKind{.channels = 2, .bits = 24}}) {
    CAPTURE(kind.bits);
    CAPTURE(kind.channels);
    const auto samples = samples_of(read_wav(wav_of(sound, kind)).value()).value();
    REQUIRE(samples.size() == sound.size());
    for (std::size_t i = 0; i < sound.size(); ++i) CHECK(std::abs(samples[i] - sound[i]) < 0.01f);
  }
}

TEST_CASE("a waveform has two hundred points, as high as what is loudest there") {
  const Take take = take_of(quiet(0.3) + tone(1.0, 0.4) + quiet(1.0) + tone(1.0, 0.4) + quiet(0.3));
  REQUIRE(take.peaks.size() == waveform_points);
  CHECK(take.peaks[40] == doctest::Approx(255 * 0.1 * std::numbers::sqrt2).epsilon(0.1));
  CHECK(take.peaks[100] <= 1);
  CHECK(take.peaks[160] > 20);
  CHECK(waveform(std::vector<float>(7, 1.0f)).size() == waveform_points);  // fewer samples than points
}

TEST_CASE("a WAV that is cut off, lies about its size or is none is never read beyond its end") {
  const std::string whole = pcm_wav(quiet(0.1) + tone(0.5, 0.5));
  for (std::size_t size = 0; size < 60; ++size) CHECK_FALSE(make_take(whole.substr(0, size), {}).ok());
  std::string endless = whole;
  for (std::size_t i = 40; i < 44; ++i) endless[i] = '\xff';  // as a stream leaves it
  CHECK(make_take(endless, {}).ok());
  // Whatever stands in its header, it is taken or refused, and what is taken is sound of telephone quality.
  for (std::size_t at = 4; at < 48; ++at) {
    for (const int byte : {0, 1, 2, 3, 7, 8, 24, 32, 127, 128, 255}) {
      std::string changed = whole;
      changed[at] = static_cast<char>(byte);
      const auto take = make_take(changed, {});
      if (take) CHECK(read_audio(take->wav).ok());
    }
  }
  CHECK_FALSE(make_take("", {}).ok());
  CHECK_FALSE(make_take("ID3 and an MP3", {}).ok());
  CHECK(make_take("ID3 and an MP3", {}).error().message.find("WAV") != std::string::npos);
}
