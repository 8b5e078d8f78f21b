// The failsafe of one node, as far as it lies outside of the accounts' units: routes that rest, the clock, the block of
// contacts taken for all accounts, and the file whose existence stops everything.
#pragma once

#include <functional>
#include <map>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "dispatch/house_debts.h"
#include "dispatch/intend.h"
#include "interlock/circuit.h"
#include "store/circuits.h"
#include "store/store.h"

namespace courtesy {

class Safeguard {
 public:
  struct Parts {
    Loop& loop;
    const Clock& clock;
    Store& store;
    Log& log;
    std::function<bool()> flag;        ///< true: the file that stops sending is there; null: there is none
    std::function<void()> hold_sends;  ///< what is not on the wire yet does not leave
    std::function<void()> nudge;       ///< sending may go on
  };
  /// Not `on` only in the simulation.
  Safeguard(Parts parts, int places_in_flight, bool on);

  /// In the restart order, before dispatch begins: an outage behind us, trips whose meaning for all was not weighed,
  /// and routes that rest. `then` waits until the store has taken that.
  void take_stock(Task then);
  /// Asked before each batch. False: nothing may begin now; `nudge` follows when that was for want of a block only, or
  /// since a trip or the file's stop is not on record yet.
  bool may_begin();
  /// What of the places may be used: no route that rests, no more than the block.
  void limit(Allowance& allowance);
  /// The unit has ended: so much of it was sent, the rest is free again.
  void settle(const Allowance& drawn, const Allowance& unused);
  void began(Channel channel) { circuits_[channel].began(1); }
  void ended(Channel channel, const Ending& ending);
  /// An account's unit tripped: what does that mean for all?
  void tripped();
  /// May leave at this moment: the file is looked for before each batch of sends too.
  bool flag_is_up();

 private:
  void take_block();
  /// `work`: written with it.
  void note(const Trip& trip, std::function<Result<void>(Unit&)> work = {});
  void go_on_resting(const std::vector<KeptCircuit>& kept);
  bool clock_is_right();

  Parts parts_;
  bool on_;
  int largest_block_;
  HouseDebts debts_;
  std::unique_ptr<Timer> stock_timer_;
  std::map<Channel, Circuit> circuits_;
  std::map<Channel, bool> probing_;  // the one place of a half-open circuit is given out
  Instant wall_;
  Uptime uptime_;
  int block_ = 0;
  int block_size_;
  Uptime block_taken_{};
  bool taking_ = false;
  bool flag_seen_ = false;
};

}  // namespace courtesy
