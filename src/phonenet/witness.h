// One answered call as it really was: for whoever measures what is left on machines and heard by people.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/instant.h"

namespace courtesy::phonenet {

struct CallStory {
  struct Piece {
    std::string text;
    milliseconds length;  ///< of all of it
    Instant began;
    Instant ended;  ///< it was heard until then
    bool whole() const { return ended - began >= length; }
  };
  std::string sid;
  std::string to;
  std::string persona;
  bool machine = false;  ///< it was a machine that picked up
  bool screened = false;
  std::string became;  ///< who came to the phone after screening
  Instant answered;
  Instant ended;
  std::optional<Instant> hello_ended;  ///< none: nobody said anything
  std::vector<Piece> pieces;
  std::vector<std::pair<Instant, char>> keys;
  std::optional<Instant> records_since;
  Instant records_until;    ///< the tape's end, or the call's
  std::string answered_by;  ///< the detector's verdict; empty: none
  std::string hung_up_by;
};

}  // namespace courtesy::phonenet
