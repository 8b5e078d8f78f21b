// Words as sound, and back: what a simulated person says into a recording is in its bytes, and what the network plays
// is heard for what the bytes hold, whatever was done to them on the way.
//
// Each character is a pair of tones of 20 ms, one of sixteen low ones and one of sixteen high ones, all multiples of
// 50 Hz so that they do not disturb each other. A word is a frame: a mark, its length, its bytes, a CRC of 16 bits.
// Between words there is a hum, so that nobody takes it for silence. It survives mu-law, another loudness, and being
// cut anywhere: the words that are whole are found.
#pragma once

#include <string>
#include <string_view>

#include "phonenet/audio/wav.h"

namespace courtesy::phonenet {

/// `text`, spread over `length`; longer if it does not fit (about 50 characters a second).
Samples speak(std::string_view text, milliseconds length);

/// The words in it, with one space between; empty if there are none.
std::string words_in(const Samples& samples);

/// As a listener writes it down: the words, or `[audio 3.2 s]`.
std::string heard_in(const Samples& samples);

}  // namespace courtesy::phonenet
