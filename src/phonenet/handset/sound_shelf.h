// Sound that was played lately to somebody at the handset: their browser fetches it from here, and from nowhere else.
#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "twiml/executor.h"

namespace courtesy::phonenet {

class SoundShelf {
 public:
  struct Sound {
    std::uint64_t number;
    std::string type;
    std::string bytes;
  };
  static constexpr std::size_t most = 32;
  static constexpr std::size_t most_bytes = 4u << 20;

  /// Its number; 0: it is too large and is not kept.
  std::uint64_t keep(const twiml::Page& page) {
    if (page.body.size() > most_bytes) return 0;
    if (kept_.size() == most) kept_.pop_front();
    kept_.push_back({++last_, page.content_type, page.body});
    return last_;
  }
  /// Null where it is not kept any more.
  const Sound* find(std::uint64_t number) const {
    for (const Sound& sound : kept_) {
      if (sound.number == number) return &sound;
    }
    return nullptr;
  }

 private:
  std::deque<Sound> kept_;
  std::uint64_t last_ = 0;
};

}  // namespace courtesy::phonenet
