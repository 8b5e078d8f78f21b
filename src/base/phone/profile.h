// All that is known of a number, found in one go: for whoever asks about many.
#pragma once

#include <string>
#include <vector>

#include "base/phone/engine.h"

namespace courtesy {

/// The answers of the functions of the same names (engine.h).
struct PhoneProfile {
  std::string region;
  PhoneKind kind;
  Validity validity;
  bool emergency_or_short;
  std::vector<std::string> zones;
};
PhoneProfile profile(const PhoneNumber& number);

}  // namespace courtesy
