// What became of a period's visits, by weekday, channel, rule or month; and whether reminding helped.
#pragma once

#include <boost/json/fwd.hpp>
#include <string>

#include "api/days.h"

namespace courtesy::api {

enum class ReportBy { weekday, channel, rule, month };
std::string_view word_of(ReportBy by);

/// A year, whichever.
inline constexpr std::int64_t most_days_reported = 366;

struct ReportQuery {
  std::optional<Days> days;  ///< none: the last 30 days, today included
  ReportBy by = ReportBy::weekday;
};
/// `from`, `to`, `by`. Errors: `invalid`.
Result<ReportQuery> parse_report_query(const http::Fields& query);

Result<boost::json::object> report_page(Unit& unit, const ReportQuery& query);
/// Its rows and their total as a table (RFC 4180), in which no cell begins a formula.
std::string report_csv(const boost::json::object& page);

}  // namespace courtesy::api
