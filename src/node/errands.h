// The frame of what a node does again and again beside its sending: find what is due, do a little of it at once.
#pragma once

#include <memory>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "store/store.h"

namespace courtesy {

/// The errands of one kind. `Errand` says which, and can be ordered.
///
/// `Core`, which derives from this and is held by a shared_ptr, has
/// - `parts` with `loop`, `clock`, `store`, `log` and `got_on`, which is called when a look has come to its end;
/// - `tick` between two looks, `most_at_once`, and `not_looked_for`, the log's word for a look that failed;
/// - `Result<std::vector<Errand>> due(Unit&)`, static: some whose time has come, those under way among them;
/// - `begin(errand)`, which takes one up with take() and lets go of it with leave().
template <typename Core, typename Errand>
class Errands : public std::enable_shared_from_this<Core> {
 public:
  void start() {
    wait();
    look();
  }

 protected:
  /// A callback that does nothing once the core is gone.
  template <typename F>
  auto while_here(F f) {
    return [weak = this->weak_from_this(), f = std::move(f)](auto... arguments) mutable {
      if (const auto core = weak.lock()) f(*core, std::move(arguments)...);
    };
  }

  void look() {
    if (looking_ || is_full()) return;
    looking_ = true;
    const auto found = std::make_shared<std::vector<Errand>>();
    core().parts.store.read(
        AccountId{},
        [found](Unit& unit) -> Result<void> {
          *found = TRY(Core::due(unit));
          return {};
        },
        while_here([found](Core& here, Result<void> result) {
          here.looking_ = false;
          if (!result) return here.parts.log.warning(Core::not_looked_for, {{"why", result.error().message}});
          if (here.parts.got_on) here.parts.got_on();
          for (const auto& one : *found) here.begin(one);
        }));
  }

  /// False: it is under way already, or enough others are.
  bool take(const Errand& which) { return !is_full() && under_way_.insert(which).second; }
  void leave(const Errand& which) { under_way_.erase(which); }
  const std::set<Errand>& under_way() const { return under_way_; }

 private:
  Core& core() { return static_cast<Core&>(*this); }
  bool is_full() const { return under_way_.size() >= std::size_t{Core::most_at_once}; }

  void wait() {
    timer_ = core().parts.loop.at(core().parts.clock.uptime() + Core::tick, while_here([](Core& here) {
                                    here.wait();
                                    here.look();
                                  }));
  }

  std::unique_ptr<Timer> timer_;
  bool looking_ = false;
  std::set<Errand> under_way_;
};

}  // namespace courtesy
