// Twilio's words for how far a call or text has come, translated into ours.
#pragma once

#include <optional>
#include <string_view>

#include "queue/attempt.h"

namespace courtesy::twilio {

struct Progress {
  AttemptState state;
  AttemptOutcome outcome = AttemptOutcome::none;

  friend bool operator==(const Progress&, const Progress&) = default;
};

/// `queued initiated ringing in-progress completed busy no-answer failed canceled`. `completed` means answered and
/// ended, by a person or a machine: ended with `none`, since only the flow knows what was heard.
std::optional<Progress> call_progress(std::string_view word);

/// `accepted scheduled queued sending sent delivered undelivered failed canceled …`. `sent` may be the last word where
/// the carrier gives no receipt: it is ended(sent), and a receipt may still refine the outcome (queue/attempt.h).
std::optional<Progress> text_progress(std::string_view word);

}  // namespace courtesy::twilio
