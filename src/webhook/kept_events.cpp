#include "webhook/kept_events.h"

#include "store/event_book.h"
#include "store/ledger.h"
#include "store/unit.h"

namespace courtesy {

Result<void> keep_events(Unit& unit, const std::vector<flow::Event>& events, SessionId session,
                         const LedgerEntry& about) {
  for (const flow::Event& event : events) {
    const EventId id = TRY(EventBook(unit).add(event, session, about.attempt));
    LedgerEntry entry = about;
    entry.code = event.name;
    entry.body.plain("event", id.value());
    for (const auto& [field, value] : event.fields) entry.body.personal(field, value);
    TRY(unit.ledger().append(entry));
  }
  return {};
}

}  // namespace courtesy
