// What staff type in by hand about visits and clients: the same way in as an import's, and on record with their name.
#pragma once

#include <string>

#include "intake/import.h"
#include "queue/due.h"
#include "store/appointments.h"
#include "store/clients.h"

namespace courtesy {

class Unit;

/// The source of visits that were typed in.
inline constexpr const char* staff_source = "staff";

/// A new visit of this client. `uid`: of chance, never used before. `attested`: a consent; empty: none is given by it.
struct TypedVisit {
  std::string uid;
  ClientId client{};
  Start start{};
  std::string summary;
  std::string attested;
  Audience audience = Audience::everybody;
};
Result<AppointmentId> book_by_hand(Unit& unit, const TypedVisit& visit, const std::string& who);

/// To another start, or with another note. Errors: `conflict` for what is cancelled, or comes from a calendar that is
/// read again and again and would move it back.
Result<void> move_by_hand(Unit& unit, AppointmentId id, const Start& start, const std::string& summary,
                          const std::string& who);
/// Reminders are withdrawn; nobody is told. Errors: `conflict` as above; `not_found`.
Result<void> cancel_by_hand(Unit& unit, AppointmentId id, const std::string& who);
/// The same booking again, with what its client had said. Errors: `conflict` when it is not cancelled.
Result<void> restore_by_hand(Unit& unit, AppointmentId id, const std::string& who);

/// What a person wants with one reminder of a visit.
enum class ReminderWish { now, not_at_all, after_all };
/// `now` only makes it due: every interlock judges it as ever. Errors: `conflict` when it is not in that state;
/// `not_found`.
Result<void> wish_for_reminder(Unit& unit, const ReminderKey& key, ReminderWish wish, const std::string& who);

/// What the client is from now on; who wants no contact wants none at another number or address either. Returns how
/// many visits ahead were planned anew.
Result<int> change_client_by_hand(Unit& unit, const Client& client, const std::string& who);

}  // namespace courtesy
