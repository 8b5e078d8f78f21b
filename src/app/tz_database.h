// How old the installed tz database is: governments change clocks at short notice, and a stale one rings an hour off.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/instant.h"

namespace courtesy::app {

/// `2026f`, of the database that the zones are read from; empty when it does not say.
std::string installed_tz_version();

/// The country (ISO 3166 alpha-2) that a zone is of, by the database's own zone.tab; empty when it lists none or
/// several.
std::string country_of_zone(std::string_view zone);

/// Days from the version's release to `now`. A version newer than all that this binary knows is fresh: 0. Nothing
/// for one that cannot be placed.
std::optional<int> tz_age(std::string_view version, Instant now);

struct TzJudgement {
  bool may_send;        ///< false: production does not send by it
  std::string warning;  ///< for the operator; empty when all is well
};
/// Above 180 days the operator is told; above 400 days, or when the age is not known, production does not send.
TzJudgement judge_tz(std::string_view version, Instant now);

/// For the operator, when another database was installed than the one that this process began with and goes on by;
/// empty when it is the same.
std::string outdated_tz_warning(std::string_view read, std::string_view installed);

}  // namespace courtesy::app
