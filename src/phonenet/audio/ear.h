// Makes out what a played file says: the bytes, and nothing else, decide what is heard.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"
#include "phonenet/settings.h"

namespace courtesy::phonenet {

class Ear {
 public:
  /// An MP3, and a WAV of telephone quality, is heard for its words; other sound (AIFF, another WAV) as sound of its
  /// length, estimated. Errors: `invalid` for what is no sound by its type, or is broken.
  Result<Clip> listen(std::string_view content_type, const std::string& bytes);

 private:
  std::unordered_map<std::string, Clip> known_;  ///< by their bytes: prompts are played often
};

}  // namespace courtesy::phonenet
