#include "simulation/february_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace courtesy::simulation {
namespace {

constexpr int cap_a_day = 3;
constexpr minutes paged_within{5};

bool keeps_the_limits(const FebruaryRow& row) { return row.lost == 0 && row.seen.most <= cap_a_day; }

bool keeps_every_promise(const FebruaryRow& row) {
  return keeps_the_limits(row) && row.most_for_a_reminder <= 1 && row.told == row.useful && row.useful > 0 &&
         row.violations == 0 && row.trips == 0 && row.paged_after && *row.paged_after <= paged_within;
}

/// A layer without which nothing is different is not tried by this load.
bool is_missed(const FebruaryRow& row, const FebruaryRow& all) {
  const bool different = row.seen.contacts != all.seen.contacts || row.seen.first_hour != all.seen.first_hour ||
                         row.most_for_a_reminder != all.most_for_a_reminder || row.trips != all.trips;
  return row.stops > 0 && different;
}

bool good(const FebruaryRow& row, const FebruaryRow& all) {
  return &row == &all ? keeps_every_promise(row) : keeps_the_limits(row) && is_missed(row, all);
}

std::string paged(const FebruaryRow& row) {
  if (!row.paged_after) return "The operator's phone never rang.\n";
  const auto after = std::chrono::duration_cast<seconds>(*row.paged_after).count();
  return fmt::format("The operator's phone rang {} min {} s after the workers had died.\n", after / 60, after % 60);
}

}  // namespace

bool good(const std::vector<FebruaryRow>& rows) {
  return !rows.empty() && std::ranges::all_of(rows, [&](const FebruaryRow& row) { return good(row, rows.front()); });
}

std::string table(const std::vector<FebruaryRow>& rows) {
  constexpr const char* line = "{:<21}{:>8}{:>9}{:>10}{:>9}{:>9}{:>10}{:>11}{:>7}{:>6}{:>8}{:>5}{}\n";
  std::string text = fmt::format(line, "layers", "stopped", "contacts", "1st hour", "in 5 min", "a person",
                                 "a reminder", "told", "trips", "held", "dropped", "lost", "");
  for (const FebruaryRow& row : rows) {
    text +=
        fmt::format(line, row.layers, row.stops, row.seen.contacts, row.seen.first_hour, row.seen.busiest_five_minutes,
                    row.seen.most, row.most_for_a_reminder, fmt::format("{} of {}", row.told, row.useful), row.trips,
                    row.held, row.dropped, row.lost, good(row, rows.front()) ? "" : "  FAILED");
  }
  text +=
      "\nstopped: what this layer stopped with all of them on; a person, a reminder: the most contacts of one;\n"
      "told: of the clients whom a reminder could still serve; trips: accounts that the failsafe stopped.\n";
  return text + paged(rows.front());
}

std::string as_json(const std::vector<FebruaryRow>& rows) {
  boost::json::array all;
  for (const FebruaryRow& row : rows) {
    boost::json::object one{{"layers", row.layers},
                            {"stopped", row.stops},
                            {"contacts", row.seen.contacts},
                            {"first_hour", row.seen.first_hour},
                            {"busiest_five_minutes", row.seen.busiest_five_minutes},
                            {"most_with_one_person", row.seen.most},
                            {"most_for_one_reminder", row.most_for_a_reminder},
                            {"useful", row.useful},
                            {"told", row.told},
                            {"held", row.held},
                            {"dropped", row.dropped},
                            {"lost", row.lost},
                            {"trips", row.trips},
                            {"violations", row.violations},
                            {"good", good(row, rows.front())}};
    if (row.paged_after) one["paged_after_ms"] = row.paged_after->count();
    all.push_back(std::move(one));
  }
  return boost::json::serialize(boost::json::object{{"scenario", "february"}, {"rows", all}}) + "\n";
}

}  // namespace courtesy::simulation
