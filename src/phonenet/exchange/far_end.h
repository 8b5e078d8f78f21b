// A call between two of the account's own numbers: a document at each end, which hears what the other plays.
#pragma once

#include <string>

#include "base/instant.h"
#include "phonenet/records.h"

namespace courtesy::phonenet {

/// One end, as the other sees it. Told from the loop, and not from within what the other does.
class FarEnd {
 public:
  virtual ~FarEnd() = default;
  virtual void far_answers() = 0;
  /// `status`: how the other's call ended.
  virtual void far_ends(CallStatus status) = 0;
  /// Words begin, or, where there are any, `keys` are played.
  virtual void far_plays(std::string words, milliseconds lasts, std::string keys) = 0;
  /// What is played is cut short; these were its words until then.
  virtual void far_falls_silent(std::string heard) = 0;
};

}  // namespace courtesy::phonenet
