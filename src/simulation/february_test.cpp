#include "simulation/february.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "simulation/february_table.h"

using namespace courtesy;
using namespace courtesy::simulation;

namespace {

FebruaryRow row_of(std::string_view layers, int contacts) {
  FebruaryRow row{.layers = layers};
  row.seen.contacts = contacts;
  row.seen.most = 3;
  row.most_for_a_reminder = 1;
  row.useful = row.told = 7;
  row.stops = 5;
  row.paged_after = minutes{3};
  return row;
}

}  // namespace

TEST_CASE(
    "the incident has something for each layer: bookings that are there twice, and more visits than a cap allows") {
  const February incident = draw_february(1);
  std::map<std::pair<int, LocalTime>, int> same_start;
  std::map<std::pair<int, LocalDate>, int> of_a_day;
  for (const Action& action : incident.plan.actions) {
    if (action.kind != ActionKind::book) continue;
    ++same_start[{action.patient, action.start}];
    ++of_a_day[{action.patient, std::chrono::floor<std::chrono::days>(action.start)}];
  }
  CHECK(std::ranges::count_if(same_start, [](const auto& one) { return one.second == 2; }) > 50);
  CHECK(std::ranges::count_if(of_a_day, [](const auto& one) { return one.second >= 6; }) == 20);
}

TEST_CASE("the table fails when a cap is exceeded, a useful reminder is missed, or a layer is not missed at all") {
  const std::vector<FebruaryRow> fine{row_of("all", 10), row_of("without caps", 8)};
  CHECK(good(fine));
  auto exceeded = fine;
  exceeded[1].seen.most = 4;
  CHECK(!good(exceeded));
  auto untold = fine;
  --untold[0].told;
  CHECK(!good(untold));
  auto same = fine;
  same[1].seen.contacts = 10;
  CHECK(!good(same));
  auto idle = fine;
  idle[1].stops = 0;
  CHECK(!good(idle));
  auto lost = fine;
  lost[1].lost = 1;
  CHECK(!good(lost));
  CHECK(table(same).find("FAILED") != std::string::npos);
}
