#include "watch/probe.h"

#include <fmt/format.h>

#include <array>

#include "store/probe_account.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::array<int, 24> areas{201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214,
                                    215, 216, 217, 218, 219, 225, 228, 229, 231, 234, 239, 240};
constexpr int numbers_in_area = 98;  // two are the account's own

}  // namespace

std::string probe_number(Instant at, minutes every) {
  const std::int64_t turn = std::chrono::floor<minutes>(at).time_since_epoch() / every;
  const std::int64_t index = turn % (static_cast<std::int64_t>(areas.size()) * numbers_in_area);
  return fmt::format("+1{}55501{:02}", areas[static_cast<std::size_t>(index / numbers_in_area)],
                     index % numbers_in_area);
}

void Probe::start() {
  parts_.store.write(
      AccountId{}, [](Unit& unit) { return open_probe_account(unit); },
      [this](WriteEnding ending) {
        if (!ending.work) parts_.log.error("probe_not_opened", {{"error", ending.work.error().message}});
        book();
      });
}

void Probe::wait() {
  timer_ = parts_.loop.at(parts_.clock.uptime() + every_, [this] { start(); });
}

void Probe::book() {
  const std::string number = probe_number(parts_.clock.now(), every_);
  parts_.store.write(
      probe_account, [number](Unit& unit) { return book_probe(unit, number); },
      [this](WriteEnding ending) {
        if (ending.commit != CommitEnding::committed) {
          parts_.log.error("probe_not_booked",
                           {{"error", ending.work ? "the commit failed" : ending.work.error().message}});
        }
        parts_.changed();
        wait();
      });
}

}  // namespace courtesy
