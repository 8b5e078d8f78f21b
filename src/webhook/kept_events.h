// What a flow tells the business's own systems is kept before it is confirmed to the caller, and delivered later.
#pragma once

#include <vector>

#include "flow/flow.h"
#include "ledger/entry.h"
#include "store/sessions.h"

namespace courtesy {

class Unit;

/// `about`: an entry that says whom it is about; its code and body become the event's.
Result<void> keep_events(Unit& unit, const std::vector<flow::Event>& events, SessionId session,
                         const LedgerEntry& about);

}  // namespace courtesy
