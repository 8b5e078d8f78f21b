#include "flow/take.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "flow/audio.h"
#include "flow/wav.h"

namespace courtesy::flow {
namespace {

constexpr std::size_t frame = telephone_rate / 100;  // 10 ms
constexpr std::size_t click_frames = 4;
constexpr double quietest_frame = 0.0018;           // -55 dB: softer than any speech
constexpr double below_loudest = 0.0316;            // -30 dB
constexpr double speech_level = 0.1;                // -20 dB
constexpr double highest_peak = 0.891;              // -1 dB
constexpr double most_gain = 31.6;                  // 30 dB
constexpr std::size_t fewest_frames = 20;           // 0.2 s
constexpr std::size_t fade = telephone_rate / 200;  // 5 ms: an end without a click

double level_of(std::span<const float> samples) {
  double sum = 0;
  for (const float sample : samples) sum += static_cast<double>(sample) * sample;
  return samples.empty() ? 0 : std::sqrt(sum / static_cast<double>(samples.size()));
}

double peak_of(std::span<const float> samples) {
  double peak = 0;
  for (const float sample : samples) peak = std::max(peak, std::abs(static_cast<double>(sample)));
  return peak;
}

std::vector<double> frame_levels(std::span<const float> samples) {
  std::vector<double> levels;
  for (std::size_t at = 0; at < samples.size(); at += frame) {
    levels.push_back(level_of(samples.subspan(at, std::min(frame, samples.size() - at))));
  }
  return levels;
}

/// What counts as sound: within 30 dB of its loudest tenth of a second, so that a click does not set the scale.
double threshold_of(const std::vector<double>& levels) {
  constexpr std::size_t window = 10;
  double loudest = 0;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const std::size_t count = std::min(window, levels.size() - i);
    const auto begin = levels.begin() + static_cast<std::ptrdiff_t>(i);
    loudest = std::max(
        loudest, std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(count), 0.0) / static_cast<double>(window));
  }
  return std::max(quietest_frame, loudest * below_loudest);
}

void remove_offset(std::vector<float>& samples) {
  const double mean = std::accumulate(samples.begin(), samples.end(), 0.0) / static_cast<double>(samples.size());
  for (float& sample : samples) sample -= static_cast<float>(mean);
}

Audio measured(std::span<const float> samples, std::uint32_t rate) {
  const auto clipped =
      std::count_if(samples.begin(), samples.end(), [](float sample) { return std::abs(sample) >= 0.98f; });
  return {.kind = Audio::Kind::wav,
          .length = milliseconds(static_cast<std::int64_t>(samples.size()) * 1000 / rate),
          .peak = peak_of(samples),
          .clipped_per_mille = 1000.0 * static_cast<double>(clipped) / static_cast<double>(samples.size())};
}

void shape(std::vector<float>& samples) {
  const float gain = gain_for(samples);
  for (float& sample : samples) sample *= gain;
  const std::size_t ramp = std::min(fade, samples.size() / 2);
  for (std::size_t i = 0; i < ramp; ++i) {
    const float share = static_cast<float>(i) / static_cast<float>(ramp);
    samples[i] *= share;
    samples[samples.size() - 1 - i] *= share;
  }
}

milliseconds length_of(std::size_t samples) {
  return milliseconds(static_cast<std::int64_t>(samples) * 1000 / telephone_rate);
}

/// A windowed sinc around each new sample, computed once for each place that a new one has between two old ones.
class Resampler {
 public:
  explicit Resampler(std::uint32_t rate) : rate_(rate), step_(std::gcd(rate, telephone_rate)) {
    const double width = 2 * cut_off / rate;
    reach_ = static_cast<std::ptrdiff_t>(std::ceil(crossings / width));
    const std::size_t places = telephone_rate / step_;
    for (std::size_t place = 0; place < places; ++place) {
      const double between = static_cast<double>(place) / static_cast<double>(places);
      for (std::ptrdiff_t k = 1 - reach_; k <= reach_; ++k) {
        weights_.push_back(weight(static_cast<double>(k) - between, width));
      }
    }
  }

  float at(std::span<const float> samples, std::size_t index) const {
    const std::size_t where = index * rate_;
    const auto before = static_cast<std::ptrdiff_t>(where / telephone_rate);
    const std::size_t place = where % telephone_rate / step_;
    const float* weights = weights_.data() + place * 2 * static_cast<std::size_t>(reach_);
    const auto first = std::max<std::ptrdiff_t>(0, before + 1 - reach_);
    const auto last = std::min(static_cast<std::ptrdiff_t>(samples.size()) - 1, before + reach_);
    float sum = 0;
    for (std::ptrdiff_t k = first; k <= last; ++k)
      sum += samples[static_cast<std::size_t>(k)] * weights[k - before - 1 + reach_];
    return sum;
  }

 private:
  static constexpr double cut_off = 3'600;  // Hz: the end of what a telephone carries
  static constexpr int crossings = 16;

  float weight(double distance, double width) const {
    const double angle = std::numbers::pi * distance * width;
    const double sinc = std::abs(angle) < 1e-9 ? 1 : std::sin(angle) / angle;
    const double window = 0.5 + 0.5 * std::cos(std::numbers::pi * distance / static_cast<double>(reach_));
    return static_cast<float>(sinc * window * width);
  }

  std::size_t rate_;
  std::size_t step_;
  std::ptrdiff_t reach_ = 0;
  std::vector<float> weights_;
};

Error refused(const std::string& why, std::string_view advice, const TakeRules& rules) {
  return invalid(rules.advises ? fmt::format("{}; {}", why, advice) : why);
}

}  // namespace

std::vector<float> to_telephone_rate(std::span<const float> samples, std::uint32_t rate) {
  if (rate == telephone_rate) return {samples.begin(), samples.end()};
  const Resampler resampler(rate);
  std::vector<float> out(samples.size() * std::size_t{telephone_rate} / rate);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = resampler.at(samples, i);
  return out;
}

Stretch sound_in(std::span<const float> samples, milliseconds around) {
  const std::vector<double> levels = frame_levels(samples);
  const double threshold = threshold_of(levels);
  std::size_t first = levels.size();
  std::size_t last = 0;
  std::size_t loud = 0;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    loud = levels[i] >= threshold ? loud + 1 : 0;
    if (loud < click_frames) continue;
    first = std::min(first, i + 1 - click_frames);
    last = i + 1;
  }
  if (last < first + fewest_frames) return {};
  const std::size_t margin = static_cast<std::size_t>(around.count()) * telephone_rate / 1000;
  const std::size_t begin = first * frame;
  return {.begin = begin - std::min(begin, margin), .end = std::min(samples.size(), last * frame + margin)};
}

float gain_for(std::span<const float> samples) {
  const std::vector<double> levels = frame_levels(samples);
  const double threshold = threshold_of(levels);
  // The level of speech is that of its loud stretches: pauses do not count.
  double sum = 0;
  std::size_t loud = 0;
  for (const double level : levels) {
    if (level < threshold) continue;
    sum += level * level;
    ++loud;
  }
  const double peak = peak_of(samples);
  if (loud == 0 || peak <= 0) return 1;
  const double level = std::sqrt(sum / static_cast<double>(loud));
  return static_cast<float>(std::min({speech_level / level, highest_peak / peak, most_gain}));
}

std::vector<std::uint8_t> waveform(std::span<const float> samples) {
  std::vector<std::uint8_t> points(waveform_points);
  for (std::size_t i = 0; i < waveform_points; ++i) {
    const std::size_t begin = i * samples.size() / waveform_points;
    const std::size_t end = (i + 1) * samples.size() / waveform_points;
    const double peak = std::min(1.0, peak_of(samples.subspan(begin, end - begin)));
    points[i] = static_cast<std::uint8_t>(std::lround(peak * 255));
  }
  return points;
}

Result<Take> make_take(std::string_view bytes, const TakeRules& rules) {
  if (bytes.size() > most_take_bytes) return invalid("is too large: record it shorter");
  if (!is_wav(bytes)) return invalid("is no WAV file: save it as WAV, and take that");
  const Wav wav = TRY(read_wav(bytes));
  const std::vector<float> raw = TRY(samples_of(wav));
  if (raw.empty()) return invalid("is a WAV without sound in it");
  Audio audio = measured(raw, wav.format.rate);
  if (rules.may_be_clipped) audio.clipped_per_mille = 0;
  // How long it may be is asked of what is left of it; but the work on it has a bound.
  const milliseconds before_trimming = audio.length > 2 * rules.longest ? rules.longest : audio.length;
  if (const auto fault = fault_of(audio, before_trimming)) return refused(fault->words, "record it again", rules);
  std::vector<float> samples = to_telephone_rate(raw, wav.format.rate);
  if (samples.empty()) return invalid("is a WAV without sound in it");
  remove_offset(samples);
  const Stretch stretch = sound_in(samples, rules.margin);
  if (stretch.size() == 0) return refused("is silent: nothing is to be heard in it", "record it again", rules);
  samples = {samples.begin() + static_cast<std::ptrdiff_t>(stretch.begin),
             samples.begin() + static_cast<std::ptrdiff_t>(stretch.end)};
  audio.length = length_of(samples.size());
  if (const auto fault = fault_of(audio, rules.longest)) return refused(fault->words, "record it shorter", rules);
  shape(samples);
  return Take{.wav = write_telephone_wav(samples), .length = audio.length, .peaks = waveform(samples)};
}

}  // namespace courtesy::flow
