// An attempt that has been taken by a gateway. For tests.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "store/attempts.h"
#include "store/progress.h"
#include "store/queue.h"
#include "store/recipients.h"
#include "store/unit.h"

namespace courtesy {

/// As the intent unit and the gateway's "accepted" leave it. Without a recipient: the reminder's own.
inline Result<void> place(Unit& unit, Attempt attempt, const std::string& provider_id) {
  attempt.intended_at = unit.now();
  const Due due = TRY(unit.queue().get(attempt.reminder));
  if (attempt.recipient.empty()) attempt.recipient = due.recipient;
  const Facts facts = TRY(unit.facts(std::span(&due, 1)));
  TRY(unit.recipients().reserve(std::vector{reservation_of(attempt, due, facts.each[0])}));
  TRY(unit.queue().record(std::vector<Verdict>{{due, allow()}}));
  TRY(unit.attempts().add(std::span(&attempt, 1)));
  return record_ending(unit, attempt.id, {.kind = EndingKind::accepted, .provider_id = provider_id}, {});
}

}  // namespace courtesy
