// Five thousand bookings are saved at once, in a plan of ten days. The line carries one call a second; whoever was
// booked in time is reminded in time all the same.
#include <fmt/format.h>

#include "simulation/scenario.h"
#include "simulation/world.h"

namespace courtesy::simulation {
namespace {

constexpr int bookings = 5'000;
constexpr int days = 10;

Plan plan_of(std::uint64_t seed) {
  Plan plan;
  plan.seed = seed;
  plan.begins = parse_instant("2026-06-08T13:00:00Z").value();
  plan.ends = plan.begins + hours{60};
  plan.clinics.push_back({.name = "Harbour Hospital", .caller_number = "+16175550198"});
  const auto first = std::chrono::local_days{std::chrono::year{2026} / 6 / 10};
  for (int i = 0; i < bookings; ++i) {
    plan.patients.push_back({.name = fmt::format("Client {}", i),
                             .number = fmt::format("+1617{}{:04}", i < 2'500 ? 555 : 556, 2'000 + i % 2'500),
                             .email = fmt::format("client{}@mail.example", i),
                             .zones = {"America/New_York"}});
    Action book{.at = plan.begins + minutes{5}, .kind = ActionKind::book, .uid = fmt::format("visit-{}", i)};
    book.patient = i;
    book.start = LocalTime{first + std::chrono::days{i % days} + hours{9} + minutes{(i / days) % 480}};
    book.zone = "America/New_York";
    plan.actions.push_back(book);
  }
  return plan;
}

}  // namespace

Result<ScenarioReport> large_import(const ScenarioSettings& settings) {
  World world(plan_of(settings.seed), {.people = "[mix]\nvoicemail = 3\nignores = 1\n"});
  TRY(world.begin());
  TRY(world.finish());
  const auto& totals = world.checker().totals();
  std::string text =
      fmt::format("{} bookings saved at once; due {}, requests {}, of {} reminders {} were carried out\n", bookings,
                  totals.due, world.counts().of("requests"), totals.expected, totals.carried_out);
  for (const Violation& violation : world.checker().violations()) text += to_text(violation) + "\n";
  const bool most = totals.carried_out * 100 >= totals.expected * 95 && totals.expected > 0;
  return ScenarioReport{.text = std::move(text), .good = world.checker().violation_count() == 0 && most};
}

}  // namespace courtesy::simulation
