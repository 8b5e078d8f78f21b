// One call, told in the order of time: what the callee did and heard, what the documents did, who was asked what. The
// transcript and the timeline are drawn from it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "phonenet/office.h"

namespace courtesy::phonenet {

struct Moment {
  enum class Lane { person, document, webhook };
  Lane lane;
  Instant at;
  Instant until;     ///< of what has no length, `at`
  std::string what;  ///< a word: rings, answers, hears, presses, says, Gather, POST, ...
  std::string text;  ///< the words, the key, the URL
  std::string note;  ///< how it ended: cut short, 200 in 12 ms, ...
  int line = 0;      ///< of the document; 0: none
  bool trouble = false;
  int order = 0;  ///< of what is at one instant: the lower first
};

/// Of one call, in the order of their beginnings.
struct CallTale {
  std::string sid;
  std::string to;
  std::string from;
  std::string direction;
  std::string persona;
  std::string status;
  Instant began;
  Instant ended;  ///< of a call that goes on, now
  bool over = false;
  std::vector<Moment> moments;
};

/// What is kept of it: without a trace (`Settings::logged_calls`) only what the journal has.
CallTale tale_of(const Office& office, const Call& call);

/// A line each moment, with the seconds from the call's beginning:
///
///     +0.0 s   +12125550101  rings
///     +4.2 s   document      Say "Hello" (line 2)
std::string transcript_of(const CallTale& tale);

}  // namespace courtesy::phonenet
