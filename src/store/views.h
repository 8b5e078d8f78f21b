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
  /// The newest of them of one kind and, unless empty, one code.
  Result<std::optional<LedgerRow>> latest(AppointmentId appointment, LedgerKind kind, const std::string& code);
  /// What a client wrote or did that staff must see, and after which they have done nothing yet: asked_to_cancel,
  /// wrong_number, unclear_reply.
  Result<std::optional<LedgerRow>> open_task(AppointmentId appointment);
  /// What would be looked at by `until` if sending went on now: due by then, or waiting for nothing but the release.
  Result<std::vector<Due>> behind_stop(int limit, Instant until);
  /// The import's JSON, as recorded. Errors: `not_found`.
  Result<std::string> import_result(ImportId import);

 private:
  Unit& unit_;
};

}  // namespace courtesy
