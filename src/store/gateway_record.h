// What the gateways answered lately, over all accounts: from the ledger and the attempts.
#pragma once

#include <string>
#include <vector>

#include "store/db.h"

namespace courtesy {

class Unit;

/// How long after a contact was taken its first callback came.
enum class Callback {
  none_expected,  ///< the contact was not taken, or its gateway sends none
  prompt,         ///< within 5 seconds, or before the answer itself
  in_a_minute,
  in_ten_minutes,
  later,
  awaited,  ///< not yet, and it was taken within the last ten minutes
  missing,  ///< not yet, after more than ten minutes
};
std::string_view to_string(Callback callback);

/// Sends that are alike, counted.
struct GatewayAnswers {
  std::string channel;
  std::string ending;   ///< accepted, refused, not_sent, unknown
  std::string outcome;  ///< of the attempt: an AttemptOutcome, as far as it is known
  std::string code;     ///< the gateway's own, or ours; empty: none
  Callback callback = Callback::none_expected;
  std::int64_t count = 0;
  Instant last{};  ///< when the newest of them was sent
};

/// Of the sends that ended since then, before now; in no order that matters. Account 0 only; a statement for each
/// quarter of an hour.
Result<std::vector<GatewayAnswers>> gateway_answers(Unit& house, Instant since);

}  // namespace courtesy
