// An account's row as a unit finds it under its guard: read once, since nobody else writes it meanwhile.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "interlock/failsafe.h"
#include "store/db.h"

namespace courtesy {

struct Account {
  std::string name;
  std::string spoken_name;
  std::string callback_number;
  std::string caller_number;
  std::string email_from;
  std::string zone;
  std::string country;
  std::string language = "en";
};

struct Stop {
  Instant at;
  std::string who;
  std::string why;
  bool whole_house = false;
};

struct AccountRow {
  Account account;
  std::optional<Stop> stop;  ///< its own
  std::string standing;
  std::int64_t declared = 0;
  std::optional<Instant> probation_since;
  Instant tended_at;
  Highs highs;
  Instant highs_at;
  std::int64_t ledger_from = 0;
  std::int64_t ledger_seq = 0;
  std::string ledger_head;
};

/// Of a table or alias `account`.
inline constexpr std::string_view account_columns =
    "name, spoken_name, callback_number, caller_number, email_from, zone, country, language, stopped_at, stopped_who,"
    " stopped_why, standing, declared, probation_since, tended_at, high_hour, high_day, high_spend, highs_known,"
    " highs_at, ledger_from, ledger_seq, ledger_head";
/// The columns from `first` on; their texts are taken out of the row.
AccountRow read_account_row(Row& row, std::size_t first = 0);

}  // namespace courtesy
