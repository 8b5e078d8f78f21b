// Wrong codes and PINs: how many a call, a caller and a number may have before codes are taken no more.
#pragma once

#include <string>
#include <vector>

#include "store/sessions.h"

namespace courtesy {

class Unit;

inline constexpr std::int64_t guesses_a_call = 3;
inline constexpr std::int64_t guesses_a_day_of_number = 30;  ///< of all who call it
inline constexpr std::int64_t guesses_a_day_of_caller = 10;  ///< all who withhold their number are one caller
inline constexpr hours guesses_count_for{24};

class Guesses {
 public:
  explicit Guesses(Unit& unit) : unit_(unit) {}
  /// May this call try no code (any more)? Then the value must not be looked at.
  Result<bool> locked(const Session& session);
  /// It was wrong. The call has one more in `session`, which the caller saves. The last that the number may have in a
  /// day turns its codes off: a trip of rule `wrong_codes`, until a person re-opens.
  Result<void> wrong(Session& session);
  /// Were codes of this number guessed so often that it takes none?
  Result<bool> off(const std::string& called);
  /// All of the account's that are, in the order in which it happened.
  Result<std::vector<std::string>> numbers_off();
  /// Codes of this number are taken again, and the count begins anew. Errors: `not_found` when they are not off.
  Result<void> reopen(const std::string& called, const std::string& who, const std::string& why);
  /// Erases what counts no more.
  Result<void> forget();

 private:
  Result<std::int64_t> of_number(const std::string& called);
  Unit& unit_;
};

}  // namespace courtesy
