// The failsafe's rules: what an account sends, held against what it ever sent. Values in, a trip or nothing out.
// The figures and what they rest on: docs/adr/0024.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <vector>

#include "base/instant.h"
#include "interlock/trip.h"

namespace courtesy {

/// What was sent in the sliding hour and the sliding day, counted in whole minutes and hours of which the oldest
/// counts whole: never too low.
struct Sent {
  std::int64_t hour = 0;
  std::int64_t day = 0;
  std::int64_t recipients_hour = 0;  ///< different people; who was last contacted more than an hour before is one more
  std::int64_t recipients_day = 0;
  std::int64_t spent_day = 0;  ///< thousandths of the currency's unit
};

/// The highest hour, day and day's spend of the last eight weeks, without the last day (a flood must not raise its own
/// limit) and without hours in which the failsafe tripped.
struct Highs {
  std::int64_t hour = 0;
  std::int64_t day = 0;
  std::int64_t spend_day = 0;
  bool known = false;  ///< two weeks of history at least; else the account is new
};

struct HourCount {
  Instant hour;  ///< its beginning
  std::int64_t contacts = 0;
  std::int64_t spent = 0;
  bool tripped = false;
};
inline constexpr hours history_window{8 * 7 * 24};
inline constexpr hours history_needed{2 * 7 * 24};
/// `counts` in ascending order.
Highs highs_of(std::span<const HourCount> counts, Instant now);

/// How much is known about an account that has no history yet.
enum class Standing {
  trial,     ///< nobody has looked at it: 20 an hour, 40 a day, 10 people
  declared,  ///< what it said at sign-up: a tenth of a month's contacts a day, at most 200
  reviewed,  ///< the same without that bound: a person has looked
};
std::string_view to_string(Standing standing);
std::optional<Standing> parse_standing(std::string_view text);

struct Limits {
  std::int64_t soft_hour;
  std::int64_t soft_day;
  std::int64_t hard_hour;
  std::int64_t hard_day;
  std::int64_t recipients_day;  ///< 0: any number
  std::int64_t spend_day;
  bool is_new;  ///< no approval of a list lifts the soft limits of an account without history
};
/// `declared`: contacts a month. `spend_floor`: thousandths.
Limits limits_of(Standing standing, std::int64_t declared, const Highs& highs, std::int64_t spend_floor);

/// After a release, and after an outage: for a day sending begins at the highest hour known and doubles each clean
/// hour.
inline constexpr hours probation_lasts{24};
/// The hour's limit, or none when there is no probation (any more).
std::optional<std::int64_t> probation_limit(std::optional<Instant> since, Instant now, const Highs& highs);

/// T2, T3, T6: may these contacts have left, the last one included?
std::optional<Trip> too_much(const Sent& sent, const Limits& limits);

/// T4: over all accounts within an hour.
std::optional<Trip> too_much_in_all(const Sent& sent, const Highs& highs);
/// T2 over all accounts: more than one and a half contacts a person, from 400 contacts on.
std::optional<Trip> ratio_in_all(std::int64_t contacts, std::int64_t recipients);
struct TrippedAccounts {
  std::int64_t accounts = 0;  ///< stopped by a hard trip within the hour
  std::int64_t by_broken_promises = 0;
  std::int64_t of = 0;  ///< accounts in all
};
/// T0 and T4: three accounts, or 2 % of them where that is more; two by broken promises.
std::optional<Trip> too_many_tripped(const TrippedAccounts& tripped);

/// T5: of the recipients of a day, at least 50: 4 %, and more than chance explains (docs/adr/0025).
std::optional<Trip> too_many_opt_outs(std::int64_t opt_outs, std::int64_t recipients);
/// T5: within an hour.
std::optional<Trip> too_many_unknown(std::int64_t unknown);

/// T5: twenty within five minutes. Only those that bear an attempt's secret are to be counted: anybody can send us bad
/// signatures, and must not be able to stop us by it.
class BadSignatures {
 public:
  /// The trip when this one is the twentieth; then the count begins anew.
  std::optional<Trip> refused(Instant at);

 private:
  std::deque<Instant> recent_;
};

/// T7.
std::optional<Trip> clock_jumped(Instant wall_before, Uptime uptime_before, Instant wall, Uptime uptime);
std::optional<Trip> clock_behind(Instant newest_record, Instant now);
std::optional<Trip> tz_too_old(std::optional<int> age_days);

}  // namespace courtesy
