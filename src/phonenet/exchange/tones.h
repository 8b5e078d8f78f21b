// Keys that are played to whoever answers: SendDigits of a call, sendDigits of a <Number>, digits of a <Play>.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "base/instant.h"

namespace courtesy::phonenet {

/// How they are played (Twilio docs, Calls, SendDigits).
inline constexpr std::string_view tone_keys = "0123456789ABCD#*,wW";

/// `w` and `,` are half a second of silence and `W` is one.
inline milliseconds tone_length(char key) {
  constexpr milliseconds one_tone{200};
  constexpr milliseconds half_a_second{500};
  return key == 'W' ? 2 * half_a_second : key == 'w' || key == ',' ? half_a_second : one_tone;
}

inline milliseconds tones_length(std::string_view keys) {
  milliseconds length{0};
  for (const char key : keys) length += tone_length(key);
  return length;
}

/// As a listener writes them down.
inline std::string tones_heard(std::string_view keys) { return fmt::format("[tones {}]", keys); }

}  // namespace courtesy::phonenet
