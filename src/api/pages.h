// The pages' questions, each in one snapshot: a day, an appointment, the ledger.
#pragma once

#include <boost/json/fwd.hpp>
#include <optional>

#include "base/language.h"
#include "store/ledger_search.h"
#include "store/views.h"

namespace courtesy::api {

/// Without a date: today in the account's zone.
Result<boost::json::object> day(Unit& unit, std::optional<LocalDate> date);
/// Errors: `not_found`.
Result<boost::json::object> appointment(Unit& unit, AppointmentId id);
/// What to search for. `from` and `to`: an instant, or a date of the account's zone, whose whole day is meant.
struct LedgerQuery {
  LedgerSearch search{};
  std::string from{};
  std::string to{};
};
/// `appointment`, `client`, `attempt`, `recipient`, `kind` (several with commas), `code`, `channel`, `from`, `to`, `q`,
/// `before`, `limit`. Errors: `invalid`, with the parameter's name.
Result<LedgerQuery> parse_ledger_query(std::string_view query);
/// Errors: `invalid` for a time that is none.
Result<LedgerFound> find_in_ledger(Unit& unit, const LedgerQuery& query);
Result<boost::json::object> ledger(Unit& unit, const LedgerQuery& query);
/// Errors: `not_found`.
Result<boost::json::object> ledger_entry(Unit& unit, std::int64_t seq);

/// Staff saw, or rang: on record with who it was.
Result<void> mark_presence(Unit& unit, AppointmentId id, Presence presence);
/// A "no" or "yes" withdraws what waits; taking it back plans again what is still to come. Nothing is sent by it.
Result<void> mark_answer(Unit& unit, AppointmentId id, Answer answer, const std::string& who);

/// Bodies as kept, in readable pieces, for the account's staff.
boost::json::array readable_bodies(const LedgerRow& row, Language language = Language::en);

}  // namespace courtesy::api
