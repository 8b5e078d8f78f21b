// Questions that only pages ask: read, never decided upon.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "queue/due.h"
#include "store/ledger.h"

namespace courtesy {

class Unit;

class Views {
 public:
  explicit Views(Unit& unit) : unit_(unit) {}
  /// One row with its body. Errors: `not_found`.
  Result<LedgerRow> ledger_row(std::int64_t seq);
  /// The client's name behind an appointment; empty when there is none.
  Result<std::string> client_name(AppointmentId appointment);
  /// An appointment's rows with their bodies, oldest first: the last `limit` of them.
  Result<std::vector<LedgerRow>> history(AppointmentId appointment, int limit);
  /// Those of them in which somebody says something of the visit: its client (`answered`), staff (`by_hand`), its
  /// source (`booked`).
  Result<std::vector<LedgerRow>> said_of(AppointmentId appointment);
  /// The same of all visits that start in [from, to).
  Result<std::vector<LedgerRow>> said_of_visits(Instant from, Instant to);
  /// What would be looked at by `until` if sending went on now: due by then, or waiting for nothing but the release.
  Result<std::vector<Due>> behind_stop(int limit, Instant until);
  /// The import's JSON, as recorded. Errors: `not_found`.
  Result<std::string> import_result(ImportId import);

 private:
  Unit& unit_;
};

}  // namespace courtesy
