// Many days at a glance: a week, or a month.
#pragma once

#include <boost/json/fwd.hpp>
#include <string_view>

#include "base/instant.h"
#include "http/message.h"
#include "store/unit.h"

namespace courtesy::api {

/// Both are meant, `from` and `to`.
struct Days {
  LocalDate from;
  LocalDate to;
  std::int64_t count() const { return (to - from).count() + 1; }
};

/// A month's page of six weeks.
inline constexpr std::int64_t most_days_shown = 42;
/// So many days are shown with their visits.
inline constexpr std::int64_t days_with_visits = 7;

/// `from` and `to`; where one is left out there is none. Errors: `invalid` where they stand the wrong way round, or
/// are more than `most` days.
Result<std::optional<Days>> days_in(const http::Fields& query, std::int64_t most);
/// The first moment of that date in the zone.
Instant begin_of(const Zone& zone, LocalDate date);

/// For each day counts by state and how many must be rung by hand; with the visits where there are few days.
Result<boost::json::object> days_page(Unit& unit, Days days);

}  // namespace courtesy::api
