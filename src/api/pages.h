// The pages' questions, each in one snapshot: a day, an appointment, the ledger.
#pragma once

#include <boost/json/fwd.hpp>
#include <optional>

#include "store/views.h"

namespace courtesy::api {

/// Without a date: today in the account's zone.
Result<boost::json::object> day(Unit& unit, std::optional<LocalDate> date);
/// Errors: `not_found`.
Result<boost::json::object> appointment(Unit& unit, AppointmentId id);
Result<boost::json::object> ledger(Unit& unit, const LedgerSearch& search);
/// Errors: `not_found`.
Result<boost::json::object> ledger_entry(Unit& unit, std::int64_t seq);

/// Staff saw, or rang: on record with who it was.
Result<void> mark_presence(Unit& unit, AppointmentId id, Presence presence);
/// A "no" or "yes" withdraws what waits; taking it back plans again what is still to come. Nothing is sent by it.
Result<void> mark_answer(Unit& unit, AppointmentId id, Answer answer, const std::string& who);

/// Bodies as kept, in readable pieces, for the account's staff.
boost::json::array readable_bodies(const LedgerRow& row);

}  // namespace courtesy::api
