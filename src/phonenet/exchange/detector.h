// Who answered, as a gateway's detector of answering machines sees it: by the timing of sounds alone, late, and
// sometimes wrong.
#pragma once

#include <string_view>

#include "phonenet/personas/sounds.h"
#include "phonenet/settings.h"

namespace courtesy::phonenet {

/// The parameters of the REST API, with its defaults.
struct Detection {
  enum class Mode { off, enable, message_end };
  Mode mode = Mode::off;
  bool async = false;
  milliseconds timeout{30'000};
  milliseconds speech_threshold{2'400};
  milliseconds speech_end_threshold{1'200};
  milliseconds silence_timeout{5'000};
};

struct Verdict {
  std::string_view answered_by;  ///< human, machine_start, machine_end_beep, machine_end_silence, fax, unknown
  milliseconds at;               ///< from the answer
};

/// Speech longer than the threshold is a machine, shorter and followed by silence a person, nothing at all unknown.
/// With `message_end` a machine is told at its beep, or where it has fallen silent. The errors of the settings come on
/// top: a beep that is missed leaves the verdict to the time-out, a false one comes at any time in the first ten
/// seconds.
Verdict verdict_on(const Sounds& sounds, const Detection& detection, const Detector& errors, Random& random);

}  // namespace courtesy::phonenet
