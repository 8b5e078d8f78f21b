#include "phonenet/audio/mp3.h"

#include <lame/lame.h>
#include <mpg123.h>

#include <array>
#include <cstring>
#include <memory>
#include <new>

namespace courtesy::phonenet {
namespace {

constexpr int bit_rate = 32;  // kbit/s, Twilio docs, "Recordings": .mp3

using Encoder = std::unique_ptr<lame_global_flags, decltype(&lame_close)>;
using Decoder = std::unique_ptr<mpg123_handle, decltype(&mpg123_delete)>;

Encoder encoder_for(int channels) {
  Encoder encoder(lame_init(), &lame_close);
  if (!encoder) throw std::bad_alloc();
  lame_set_in_samplerate(encoder.get(), static_cast<int>(samples_a_second));
  lame_set_out_samplerate(encoder.get(), static_cast<int>(samples_a_second));
  lame_set_num_channels(encoder.get(), channels);
  lame_set_mode(encoder.get(), channels == 1 ? MONO : STEREO);
  lame_set_brate(encoder.get(), bit_rate);
  lame_set_bWriteVbrTag(encoder.get(), 0);
  lame_init_params(encoder.get());
  return encoder;
}

Decoder decoder_to_telephone() {
  static const int ready = mpg123_init();
  Decoder decoder(ready == MPG123_OK ? mpg123_new(nullptr, nullptr) : nullptr, &mpg123_delete);
  if (!decoder) throw std::bad_alloc();
  mpg123_param(decoder.get(), MPG123_ADD_FLAGS, MPG123_QUIET | MPG123_MONO_MIX, 0);
  mpg123_param(decoder.get(), MPG123_FORCE_RATE, static_cast<long>(samples_a_second), 0);
  mpg123_format_none(decoder.get());
  mpg123_format(decoder.get(), static_cast<long>(samples_a_second), MPG123_MONO, MPG123_ENC_SIGNED_16);
  mpg123_open_feed(decoder.get());
  return decoder;
}

}  // namespace

std::string mp3_of(std::string_view wav) {
  constexpr std::size_t header = 44;
  const int channels = wav[22];
  Samples samples((wav.size() - header) / sizeof(Samples::value_type));
  std::memcpy(samples.data(), wav.data() + header, samples.size() * sizeof(Samples::value_type));
  const int count = static_cast<int>(samples.size()) / channels;
  // As much as the encoder may write at most (lame.h, lame_encode_buffer and lame_encode_flush).
  std::string mp3(static_cast<std::size_t>(count) * 5 / 4 + 2 * 7'200, '\0');
  auto* out = reinterpret_cast<unsigned char*>(mp3.data());
  const int room = static_cast<int>(mp3.size());
  const auto encoder = encoder_for(channels);
  const int written = channels == 1
                          ? lame_encode_buffer(encoder.get(), samples.data(), samples.data(), count, out, room)
                          : lame_encode_buffer_interleaved(encoder.get(), samples.data(), count, out, room);
  const int rest = lame_encode_flush(encoder.get(), out + written, room - written);
  mp3.resize(static_cast<std::size_t>(written + rest));
  return mp3;
}

Result<Samples> read_mp3(std::string_view bytes) {
  const auto decoder = decoder_to_telephone();
  mpg123_feed(decoder.get(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  Samples samples;
  std::array<std::int16_t, 4'096> some{};
  for (;;) {
    std::size_t read = 0;
    const int state = mpg123_read(decoder.get(), reinterpret_cast<unsigned char*>(some.data()), sizeof(some), &read);
    samples.insert(samples.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(read / sizeof(some[0])));
    if (state != MPG123_OK && state != MPG123_NEW_FORMAT) break;  // more is asked for, or it is broken from here on
  }
  if (samples.empty()) return invalid("is no MP3 file");
  return samples;
}

}  // namespace courtesy::phonenet
