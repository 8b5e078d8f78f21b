// What is heard of whoever answers, from the answer on: speech and tones. It is what a detector of machines hears.
#pragma once

#include <optional>
#include <vector>

#include "phonenet/personas/persona.h"

namespace courtesy::phonenet {

/// Times from the answer.
struct Sound {
  enum class Kind { speech, beep, fax };
  Kind kind;
  milliseconds from;
  milliseconds to;
};

struct Sounds {
  bool machine = false;
  std::vector<Sound> all;  ///< in order, not overlapping
  /// The last hello or greeting is over.
  milliseconds spoken_until{0};
  std::optional<milliseconds> records_from;  ///< a machine's: when its tape runs
};

/// As this persona, drawn from `random` alone.
Sounds sounds_of(const Persona& persona, Random& random);

}  // namespace courtesy::phonenet
