// A trip of the failsafe: which rule, what was seen, what would have been allowed. The words are the same in the
// database, the ledger, the API and the page.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/language.h"

namespace courtesy {

/// T0 to T7: docs/adr/0024.
enum class TripRule {
  broken_promise,   ///< T0: about to send what the interlocks should have refused
  second_attempt,   ///< T0: two attempts for one reminder that reached, or may have reached, somebody
  double_entry,     ///< T0: more to send than appointments and rules give, or the tally differs from the attempts
  several_matches,  ///< T0: the gateway has more than one contact that could be the same attempt
  backlog,          ///< T1: nobody looked at what was due
  contacts_per_recipient,  ///< T2, in hundredths
  volume_hour,             ///< T3
  volume_day,              ///< T3
  planned_volume,          ///< T3: the plan of the coming day, held for its staff
  house_volume,            ///< T4: all accounts together, in an hour
  accounts_tripped,        ///< T4: accounts stopped by hard trips within an hour; T0: by broken invariants
  provider_errors,         ///< T5: a route's circuit opened
  wrong_credentials,       ///< T5: the gateway refuses us, not the recipient
  opt_outs,                ///< T5, in percent
  unknown_endings,         ///< T5
  bad_signatures,          ///< T5
  spend,                   ///< T6, in thousandths of the currency's unit
  clock_jump,              ///< T7, in seconds
  clock_behind,            ///< T7: before the newest record, in seconds
  tz_database,             ///< T7, in days
  store_went_back,         ///< the database is older than what was seen committed in it: accounts with lost rows
  wrong_codes,             ///< codes were guessed on a number: it takes none until a person re-opens it
};
std::string_view to_string(TripRule rule);
std::optional<TripRule> parse_trip_rule(std::string_view text);
/// A sentence for staff and operator, without figures: "Far more went out within an hour than ever before."
std::string_view explain(TripRule rule, Language language = Language::en);

/// soft: the account's own staff look at a list, or a pace is set, or a route rests. hard: a stop, until a person
/// releases it.
enum class Severity { soft, hard };
std::string_view to_string(Severity severity);
Severity severity_of(TripRule rule);
/// T0: a promise was broken; two accounts within an hour stop everything.
bool breaks_a_promise(TripRule rule);
/// What is wrong is wrong for every account: one such trip stops everything.
bool concerns_the_house(TripRule rule);

struct Trip {
  TripRule rule;
  std::int64_t value = 0;  ///< what was seen, in the rule's unit
  std::int64_t limit = 0;  ///< what would have been allowed
  std::string about{};     ///< which route, which promise; no recipient and no name
};

/// "Far more went out within an hour than ever before: 101, where 100 is the limit." For the stop's `why`.
std::string in_words(const Trip& trip, Language language = Language::en);

}  // namespace courtesy
