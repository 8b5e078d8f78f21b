// Lives and the machine: processes start, die, stand still and replace each other; the power goes, the clock is set,
// the disk fills up.
#include <fmt/format.h>

#include <algorithm>

#include "simulation/names.h"
#include "simulation/networked.h"
#include "simulation/world.h"

namespace courtesy::simulation {
namespace {

constexpr const char* node_name = "one";

}  // namespace

std::shared_ptr<Life> World::serving() const {
  for (auto life = lives_.rbegin(); life != lives_.rend(); ++life) {
    if (!(*life)->loop.dead()) return *life;
  }
  return nullptr;
}

void World::start_life() {
  if (!machine_.on()) return;
  NodeSettings settings = settings_.node;
  if (settings_.planner || plan_.watch) settings.watch = WatchSettings{};  // heartbeats, and nobody to page
  if (!start_node(node_name, settings)) restart_in(seconds{30});
}

/// The pager has a number of its own, and rings whatever is stopped.
NodeSettings World::planner_settings() const {
  NodeSettings settings = settings_.node;
  settings.role = Role::watch;
  settings.watch = WatchSettings{};
  settings.watch->pager.operators = {{.name = "Pat", .phone = settings_.operator_phone, .email = {}}};
  settings.watch->pager.from = pager_number;
  settings.watch->pager.public_url = our_origin;
  return settings;
}

bool World::start_node(const std::string& name, const NodeSettings& settings) {
  const NodeEpoch none;
  Unit house(machine_.db(), AccountId{}, time_.now() + machine_.clock_offset, store_settings_, none);
  const auto epoch = house.accounts().begin_epoch(name);
  if (!epoch) return false;
  for (const auto& other : lives_) other->replaced = other->replaced || other->store->node().node == name;
  auto life =
      std::make_shared<Life>(time_, machine_.clock_offset, wire_, chance_.fork(fmt::format("life {}", ++starts_)));
  life->self = life;
  life->witness = witness_of(*life);
  life->store = std::make_unique<SimStore>(SimStore::Parts{.loop = life->loop,
                                                           .settings = store_settings_,
                                                           .witness = *life->witness,
                                                           .random = life->random.fork("store")},
                                           NodeEpoch{name, *epoch});
  life->node = Node::make(networked(settings), {.loop = life->loop,
                                                .clock = life->loop,
                                                .store = *life->store,
                                                .http = life->http,
                                                .mail = &life->mail,
                                                .random = life->random,
                                                .log = life->log,
                                                .environment = store_settings_.environment})
                   .value();
  // What an older life of this name has not heard of yet is the new one's to ask about.
  if (std::ranges::any_of(lives_, [](const auto& other) { return other->replaced; })) checker_.process_gone();
  if (dispatches(settings.role)) checker_.touched().goes_on("down", time_.now());
  lives_.push_back(life);
  trace_.line(fmt::format("{} life {} starts", to_string(time_.now()), *epoch));
  life->node->start();
  return true;
}

void World::restart_in(milliseconds down) {
  delays_.in(std::max(milliseconds{1}, down), [this, number = ++restarts_] {
    if (number == restarts_) start_life();
  });
}

/// Nothing of it has any effect from here on; it is taken away once nothing of it is on the stack any more.
void World::kill(const std::shared_ptr<Life>& life) {
  if (life->loop.dead()) return;
  life->loop.kill();
  checker_.process_gone();
  trace_.line(fmt::format("{} life {} dies", to_string(time_.now()), life->store->node().epoch));
  time_.post([this, life] { std::erase(lives_, life); });
}

milliseconds World::draw_down() {
  const auto drawn = chance_.below(10);
  if (drawn < 6) return seconds{1} + milliseconds{chance_.below(20'000)};
  if (drawn < 9) return seconds{20} + milliseconds{chance_.below(600'000)};
  return minutes{10} + milliseconds{chance_.below(10'000'000)};
}

void World::die(const std::shared_ptr<Life>& life) {
  const bool newest = serving() == life;
  kill(life);
  if (!newest) return;
  checker_.touched().down("down", time_.now());
  restart_in(draw_down());
}

void World::crash(milliseconds down) {
  if (const auto life = serving()) kill(life);
  checker_.touched().down("down", time_.now());
  restart_in(down);
}

void World::power_fails() {
  for (const auto& life : std::vector(lives_)) kill(life);
  const milliseconds down = draw_down();
  checker_.touched().down("down", time_.now());
  time_.post([this, down] {
    lives_.clear();
    if (machine_.on()) machine_.lose_power(chance_);
    ++restarts_;
    delays_.in(down, [this] {
      if (const auto opened = machine_.open(); !opened) {
        return checker_.violation("durable", "the database", "it cannot be opened: " + opened.error().message);
      }
      check_durable();
      resolve_doubts();
      start_life();
    });
  });
}

void World::lose_power(milliseconds) { power_fails(); }

void World::zombie(milliseconds stands_still) {
  const auto life = serving();
  if (!life || life->loop.paused()) return;
  life->loop.pause();
  checker_.touched().down("down", time_.now());
  restart_in(std::min(stands_still / 2 + milliseconds{1}, milliseconds{seconds{2 + chance_.below(30)}}));
  delays_.in(stands_still, [life] {
    if (!life->loop.dead()) life->loop.resume();
  });
  delays_.in(stands_still + minutes{10}, [this, life] { kill(life); });
}

void World::two_workers(milliseconds both) {
  const auto life = serving();
  if (!life || life->loop.paused()) return;
  restart_in(milliseconds{1});
  delays_.in(both, [this, life] {
    if (life->replaced) kill(life);
  });
}

void World::set_clock(milliseconds by) {
  machine_.clock_offset += by;
  slack_ += by < milliseconds{0} ? -by : by;
}

void World::fill_disk(std::uint64_t bytes, milliseconds length) {
  if (!machine_.on()) return;
  machine_.disk().fill_up(bytes);
  checker_.touched().house("disk_full", time_.now(), time_.now() + length);
  delays_.in(length, [this] { machine_.disk().make_space(); });
}

void World::gateway_unreachable(milliseconds length) {
  wire_.unreachable_until(time_.now() + length);
  checker_.touched().house("unreachable", time_.now(), time_.now() + length);
}

void World::stale_listing(milliseconds length) {
  network_->set_listing_lag(minutes{10});
  delays_.in(length, [this] { network_->set_listing_lag(milliseconds{0}); });
}

void World::happened(const PlannedFault& fault, std::string_view boundary) {
  counts_.add(fmt::format("fault.{}", name_of(fault.kind)));
  counts_.add(fmt::format("boundary.{}.{}", name_of(fault.kind), boundary));
  trace_.line(fmt::format("{} fault {} at {}", to_string(time_.now()), name_of(fault.kind), boundary));
}

void World::happen(const PlannedFault& fault) {
  happened(fault, "clock");
  switch (fault.kind) {
    case FaultKind::disk_full: return fill_disk(fault.dice % 20'000, fault.length);
    case FaultKind::unreachable: return gateway_unreachable(fault.length);
    case FaultKind::stale_listing: return stale_listing(fault.length);
    case FaultKind::clock_forward: return set_clock(fault.length);
    case FaultKind::clock_back: return set_clock(-fault.length);
    case FaultKind::zombie: return zombie(fault.length);
    case FaultKind::two_workers: return two_workers(fault.length);
    case FaultKind::slow_commit:
      if (const auto life = serving()) life->store->slow_down(fault.length);
      return;
    default: return;
  }
}

}  // namespace courtesy::simulation
