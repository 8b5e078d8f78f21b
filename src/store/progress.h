// An attempt goes on: by the ending of its send, by callbacks, by a look-up. Reminder, caps, appointment and ledger
// follow in the same unit.
#pragma once

#include <span>

#include "ledger/body.h"
#include "queue/attempt.h"
#include "store/attempts.h"

namespace courtesy {

class Unit;

/// Takes over what the send's ending says. Not sent: the reminder waits again, at most `most_tries` times in all.
/// Unknown: the gateway is asked in a minute. `body`: what was observed, for the ledger.
Result<void> record_ending(Unit& unit, AttemptId attempt, const Ending& ending, LedgerBody body);

struct Ended {
  AttemptId attempt;
  Ending ending;
  LedgerBody body;
  std::string secret{};  ///< the attempt's; empty: not asked for
};
/// Those of which the ledger has no `sent` with that ending.
Result<std::vector<Ended>> not_on_record(Unit& unit, std::span<const Ended> endings);
/// That record_endings() will be asked for these (Db::foresee).
Result<void> foresee_endings(Unit& unit, std::span<const Ended> endings);
/// The same for several, each attempt once. An attempt with another secret is passed over: it has the number of one
/// that the database has lost.
Result<void> record_endings(Unit& unit, std::span<const Ended> endings);

/// What a callback or a look-up reports.
struct Report {
  AttemptState state;
  AttemptOutcome outcome = AttemptOutcome::none;
  std::string provider_id;
  std::string code;
};

/// Takes a report over where it may follow what is known (queue/attempt.h); an older one changes nothing.
Result<void> advance(Unit& unit, Attempt& attempt, const Report& report);
/// The same for whoever goes on with the attempt and saves it himself, `report.state` not being `ended`. True: it has
/// changed.
Result<bool> follow(Unit& unit, Attempt& attempt, const Report& report);

/// Several looks found nothing, or nobody can be asked: staff decide (Doubts). Nothing is sent again by itself, but for
/// an absent text or email, once, where the account asks for that (Accounts::set_retry_absent).
Result<void> give_up(Unit& unit, Attempt& attempt, AttemptState state, const std::string& code);

inline constexpr int most_tries = 5;

}  // namespace courtesy
