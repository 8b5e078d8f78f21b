// People who ring back: recognised by their number, or marked by staff.
#pragma once

#include <optional>
#include <string>

#include "store/db.h"

namespace courtesy {

class Unit;

class RingBacks {
 public:
  explicit RingBacks(Unit& unit) : unit_(unit) {}
  /// A call came in from this number (E.164). If it, or the email of a client who has it, was contacted in the last 7
  /// days, that contact has been answered: counted once, however often they ring. True when it counted.
  Result<bool> came_in(const std::string& number);
  /// Staff say that somebody rang back; `number` may be empty. Counts also where no contact is known, but a known one
  /// only once. Returns its id, also of one that had been counted.
  Result<std::int64_t> marked(const std::string& number);
  /// An agent is done with it after so long. Done twice is done once. Errors: `not_found`.
  Result<void> handled(std::int64_t ring_back, milliseconds took);

 private:
  struct Contact {
    AttemptId attempt;
    Instant at;
  };
  Result<std::optional<Contact>> latest_contact(const std::string& number);
  Result<std::optional<std::int64_t>> add(const std::optional<Contact>& contact, std::string_view how);
  Unit& unit_;
};

}  // namespace courtesy
