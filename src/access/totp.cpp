#include "access/totp.h"

#include <fmt/format.h>

#include "base/bytes.h"

namespace courtesy::access {
namespace {

constexpr int totp_digits = 6;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '.' || c == '_' || c == '~' || c == '@';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace

std::string hotp(const Secret<std::string>& seed, std::int64_t counter, int digits) {
  std::string message(8, '\0');
  for (std::size_t i = 0; i < 8; ++i) message[7 - i] = static_cast<char>((counter >> (8 * i)) & 0xff);
  const std::string mac = hmac_sha1(seed.reveal(), message);
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(mac[i])); };
  const std::size_t at = byte(19) & 0xf;
  const std::uint32_t truncated = ((byte(at) & 0x7f) << 24) | (byte(at + 1) << 16) | (byte(at + 2) << 8) | byte(at + 3);
  std::uint32_t bound = 1;
  for (int i = 0; i < digits; ++i) bound *= 10;
  return fmt::format("{:0{}}", truncated % bound, digits);
}

std::int64_t totp_step(Instant at) { return to_millis(at) / milliseconds(totp_period).count(); }

std::optional<std::int64_t> totp_fits(const Secret<std::string>& seed, std::string_view code, Instant at,
                                      std::int64_t last) {
  std::string digits;
  for (const char c : code) {
    if (c != ' ') digits.push_back(c);
  }
  const std::int64_t now = totp_step(at);
  std::optional<std::int64_t> found;
  // All three are always looked at, so that how long it takes says nothing.
  for (const std::int64_t step : {now - 1, now, now + 1}) {
    if (equal_in_constant_time(hotp(seed, step, totp_digits), digits) && step > last && !found) found = step;
  }
  return found;
}

std::string base32(std::string_view bytes) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : bytes) {
    held = (held << 8) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 5; bits -= 5) out.push_back(alphabet[(held >> (bits - 5)) & 31]);
  }
  if (bits > 0) out.push_back(alphabet[(held << (5 - bits)) & 31]);
  return out;
}

std::string totp_uri(const Secret<std::string>& seed, std::string_view issuer, std::string_view email) {
  return fmt::format("otpauth://totp/{0}:{1}?secret={2}&issuer={0}", escaped(issuer), escaped(email),
                     base32(seed.reveal()));
}

}  // namespace courtesy::access
