// MP3, as recordings are offered and prompts are often kept.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "phonenet/audio/wav.h"

namespace courtesy::phonenet {

/// The sound of a WAV that `write_wav` made, at 32 kbit/s; 8 kHz and its channels stay.
std::string mp3_of(std::string_view wav);

/// As the telephone would carry it: whatever its rate and channels were, 8 kHz and one channel. Errors: `invalid` where
/// no frame of MPEG audio is in it.
Result<Samples> read_mp3(std::string_view bytes);

}  // namespace courtesy::phonenet
