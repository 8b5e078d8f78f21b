// Which flow answers which number, and what an account allows on the phone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/db.h"

namespace courtesy {

class Unit;

/// Answers calls to an account's caller number for which nothing else was set.
inline constexpr std::string_view usual_line_flow = "callback-line";

struct Line {
  std::string number;  ///< E.164
  std::string flow;
  Instant set_at{};
  std::string set_by;  ///< empty: the usual flow on the caller number, which nobody has set
};

/// What a call that comes in may do.
struct LineSettings {
  std::string put_through_number;  ///< E.164; empty: nobody is put through
  bool return_missed = false;      ///< missed calls are to be returned
  minutes cancel_notice{0};        ///< how long before its start a visit may still be cancelled by a key
};

class Lines {
 public:
  explicit Lines(Unit& unit) : unit_(unit) {}
  /// Errors: `not_found` for a number that is none of the account's.
  Result<std::string> flow_of(const std::string& number);
  /// By number; the caller number is always among them.
  Result<std::vector<Line>> list();
  /// All numbers at which the business itself is rung: of its lines, the caller and the callback number. Nobody is
  /// reminded there.
  Result<std::vector<std::string>> own_numbers();
  /// That own_numbers() will be asked (Db::foresee).
  Result<void> foresee_own_numbers();
  /// Errors: `conflict` for a number that another account has, or calls from.
  Result<void> set(const std::string& number, const std::string& flow, const std::string& who);
  /// The caller number is answered by the usual flow again; to any other calls find nobody, while texts are still taken
  /// for the account. Errors: `not_found`.
  Result<void> remove(const std::string& number);

  Result<LineSettings> settings();
  Result<void> set_settings(const LineSettings& settings);

  /// Account 0 only: whose number it is, for calls that come in. Errors: `not_found`.
  Result<AccountId> account_of(const std::string& number);
  /// The same for texts: also whose it was last, as a STOP comes to the number that the text came from.
  Result<AccountId> account_of_texts(const std::string& number);

 private:
  Unit& unit_;
};

}  // namespace courtesy
