#include "dispatch/safeguard.h"

#include <algorithm>

#include "store/accounts.h"
#include "store/failsafe.h"
#include "store/ledger.h"
#include "store/trips.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr int smallest_block = 32;
/// The largest: all that may be in flight twice over, so that no commit is small for want of a block.
constexpr int least_largest_block = 256;
/// A block that was used up faster than this was too small: a house unit for each would be felt.
constexpr seconds block_is_to_last{1};
/// Between two looks lie seconds: a jump is seen at once. A clock that is slewed drifts less than this in that time.
constexpr minutes clock_anchor_lasts{10};
constexpr seconds take_stock_again{1};

}  // namespace

Safeguard::Safeguard(Parts parts, int places_in_flight, bool on)
    : parts_(std::move(parts)),
      on_(on),
      largest_block_(std::max(least_largest_block, 2 * places_in_flight)),
      debts_({parts_.loop, parts_.clock, parts_.store, parts_.log, parts_.nudge}),
      wall_(parts_.clock.now()),
      uptime_(parts_.clock.uptime()),
      block_size_(smallest_block) {}

void Safeguard::take_stock(Task then) {
  if (!on_) return then();
  auto taken = std::make_shared<int>(0);
  auto kept = std::make_shared<std::vector<KeptCircuit>>();
  parts_.store.write(
      AccountId{},
      [taken, kept](Unit& house) -> Result<void> {
        *kept = TRY(kept_circuits(house));
        TRY(notice_backlog_of_house(house));
        TRY(weigh_trips(house));
        *taken = TRY(courtesy::take_block(house, smallest_block));
        return {};
      },
      [this, taken, kept, then = std::move(then)](const WriteEnding& ending) mutable {
        if (ending.commit == CommitEnding::committed) {
          go_on_resting(*kept);
          block_ += *taken;
          return then();
        }
        parts_.log.error("failsafe_not_asked",
                         {{"error", ending.work ? "the commit failed" : ending.work.error().message}});
        stock_timer_ = parts_.loop.at(parts_.clock.uptime() + take_stock_again,
                                      [this, then = std::move(then)]() mutable { take_stock(std::move(then)); });
      });
}

bool Safeguard::may_begin() {
  if (flag_is_up() || debts_.any()) return false;
  if (!on_) return true;
  if (!clock_is_right()) return false;
  // The next one is asked for in time, so that nobody waits for it.
  if (block_ < block_size_ / 4) take_block();
  return block_ > 0;
}

bool Safeguard::flag_is_up() {
  const bool up = parts_.flag && parts_.flag();
  if (!up) {
    flag_seen_ = false;
    return false;
  }
  if (std::exchange(flag_seen_, true)) return true;
  parts_.log.error("stopped_by_file", {});
  parts_.hold_sends();
  // Taking the file away again does not let sending go on: a person releases it.
  debts_.owe("stop_by_file_not_recorded", [](Unit& house) -> Result<void> {
    if (TRY(house.accounts().stop())) return {};
    TRY(house.accounts().set_stop("file", "The file that stops all sending stands beside the database."));
    return house.ledger().append({.kind = LedgerKind::stopped, .code = "by_file"});
  });
  return true;
}

bool Safeguard::clock_is_right() {
  const Instant wall = parts_.clock.now();
  const Uptime uptime = parts_.clock.uptime();
  const auto trip = clock_jumped(wall_, uptime_, wall, uptime);
  if (trip || uptime - uptime_ > clock_anchor_lasts) {
    wall_ = wall;
    uptime_ = uptime;
  }
  if (trip) note(*trip);
  return !trip;
}

/// At most as long as a rest may be, whatever the clock was when it began.
void Safeguard::go_on_resting(const std::vector<KeptCircuit>& kept) {
  for (const KeptCircuit& one : kept) {
    const milliseconds left =
        std::clamp<milliseconds>(one.open_until - parts_.clock.now(), milliseconds{0}, milliseconds{one.rest});
    circuits_[one.channel].go_on({parts_.clock.uptime() + left, one.rest});
  }
}

void Safeguard::note(const Trip& trip, std::function<Result<void>(Unit&)> work) {
  parts_.log.error("failsafe_tripped", {{"rule", std::string(to_string(trip.rule))}, {"why", in_words(trip)}});
  if (severity_of(trip.rule) == Severity::hard) parts_.hold_sends();
  debts_.owe("trip_not_recorded", [trip, work = std::move(work)](Unit& house) -> Result<void> {
    if (work) TRY(work(house));
    return house.trips().add(trip);
  });
}

void Safeguard::take_block() {
  if (std::exchange(taking_, true)) return;
  const Uptime now = parts_.clock.uptime();
  const bool quick = now - block_taken_ < block_is_to_last;
  block_size_ = std::clamp(quick ? 2 * block_size_ : block_size_ / 2, smallest_block, largest_block_);
  auto taken = std::make_shared<int>(0);
  parts_.store.write(
      AccountId{},
      [taken, size = block_size_](Unit& house) -> Result<void> {
        *taken = TRY(courtesy::take_block(house, size));
        return {};
      },
      [this, taken](const WriteEnding& ending) {
        taking_ = false;
        if (ending.commit != CommitEnding::committed) return parts_.log.error("no_block_of_contacts", {});
        block_taken_ = parts_.clock.uptime();
        block_ += *taken;
        if (*taken == 0) return parts_.hold_sends();
        parts_.nudge();
      });
}

void Safeguard::limit(Allowance& allowance) {
  if (!on_) return;
  int places_of_all = 0;
  for (const Channel channel : {Channel::call, Channel::text, Channel::email}) {
    int& places = allowance.of(channel);
    Circuit& circuit = circuits_[channel];
    places = std::min(probing_[channel] ? 0 : circuit.allows(places, parts_.clock.uptime()), block_);
    if (!circuit.closed() && places > 0) probing_[channel] = true;
    places_of_all += places;
  }
  allowance.in_all = std::min({allowance.in_all, places_of_all, block_});
  block_ -= allowance.in_all;
}

void Safeguard::settle(const Allowance& drawn, const Allowance& unused) {
  if (!on_) return;
  block_ += unused.in_all;
  for (const Channel channel : {Channel::call, Channel::text, Channel::email}) {
    if (Allowance(drawn).of(channel) > 0) probing_[channel] = false;
  }
}

void Safeguard::ended(Channel channel, const Ending& ending) {
  if (!on_) return;
  Circuit& circuit = circuits_[channel];
  const bool rested = !circuit.closed();
  const Uptime now = parts_.clock.uptime();
  const auto trip = circuit.ended(ending, now, to_string(channel));
  if (trip) {
    const Circuit::Rest rest = circuit.rests().value();
    const KeptCircuit kept{channel, parts_.clock.now() + std::chrono::ceil<milliseconds>(rest.until - now),
                           rest.length};
    return note(*trip, [kept](Unit& house) { return keep_circuit(house, kept); });
  }
  if (!rested || !circuit.closed()) return;
  parts_.store.write(
      AccountId{}, [channel](Unit& house) { return forget_circuit(house, channel); },
      [this](const WriteEnding& ending_of_unit) {
        if (ending_of_unit.commit != CommitEnding::committed) parts_.log.error("circuit_not_forgotten", {});
        parts_.nudge();
      });
}

void Safeguard::tripped() {
  if (!on_) return;
  parts_.hold_sends();
  parts_.store.write(
      AccountId{},
      [](Unit& house) -> Result<void> {
        TRY(weigh_trips(house));
        return {};
      },
      [this](const WriteEnding& ending) {
        if (ending.commit != CommitEnding::committed) parts_.log.error("failsafe_not_asked", {});
        parts_.nudge();
      });
}

}  // namespace courtesy
