#include "flow/audio.h"

#include <doctest/doctest.h>

#include <string>

using namespace courtesy;
using namespace courtesy::flow;

namespace {

std::string little_endian(std::uint32_t value, int size) {
  std::string bytes;
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xff);
  return bytes;
}

std::string mu_law_wav(const std::string& data, std::uint32_t channels = 1) {
  return "RIFF" + little_endian(0, 4) + "WAVEfmt " + little_endian(18, 4) + little_endian(7, 2) +
         little_endian(channels, 2) + little_endian(8000, 4) + little_endian(8000, 4) + little_endian(1, 2) +
         little_endian(8, 2) + little_endian(0, 2) + "LIST" + little_endian(3, 4) + "abc" + std::string(1, '\0') +
         "data" + little_endian(static_cast<std::uint32_t>(data.size()), 4) + data;
}

}  // namespace

TEST_CASE("mu-law is read by its own scale: 0xff is silence, 0x80 and 0x00 are full scale") {
  const auto silence = read_audio(mu_law_wav(std::string(8000, '\xff')));
  REQUIRE(silence.ok());
  CHECK(silence->kind == Audio::Kind::wav);
  CHECK(silence->length == milliseconds(1000));
  CHECK(silence->peak == doctest::Approx(0));
  CHECK(read_audio(mu_law_wav(std::string(4000, '\x80')))->peak == doctest::Approx(1));
  CHECK(read_audio(mu_law_wav(std::string(4000, '\0')))->clipped_per_mille == doctest::Approx(1000));
}

TEST_CASE("what telephones do not play is refused, with what it is and how to convert it") {
  CHECK(read_audio(mu_law_wav("x", 2)).error().message.find("2 channels") != std::string::npos);
  CHECK(read_audio(mu_law_wav("x", 2)).error().message.find("sox") != std::string::npos);
  CHECK(!read_audio("").ok());
  CHECK(!read_audio("OggS and more").ok());
  CHECK(!read_audio("RIFF1234WAVE").ok());
  CHECK(!read_audio("ID3").ok());
  for (std::size_t size = 0; size < 60; ++size) {
    CHECK(!read_audio(mu_law_wav("").substr(0, size)).ok());  // cut off anywhere, it is never read beyond its end
  }
}

TEST_CASE("an MP3 is known by its first frame, behind a tag too, and its length by its bit rate") {
  // MPEG 1, layer III, 128 kbit/s: 16,000 bytes a second.
  const std::string frames = "\xff\xfb\x90" + std::string(1, '\0') + std::string(32'000 - 4, 'x');
  const std::string tag = std::string("ID3\x04") + std::string(5, '\0') + '\x05' + "title";
  for (const std::string& bytes : {frames, tag + frames}) {
    const auto audio = read_audio(bytes);
    REQUIRE(audio.ok());
    CHECK(audio->kind == Audio::Kind::mp3);
    CHECK(audio->length == milliseconds(2000));
    CHECK(!audio->peak);
  }
}
