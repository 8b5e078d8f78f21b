#include "node/tz_keeper.h"

#include "store/unit.h"

namespace courtesy {
namespace {

/// Whatever the account's own data are, the store did not take it now.
bool may_be_taken_later(const WriteEnding& ending) {
  if (ending.work || ending.of_store || ending.passed_over) return true;
  const ErrorCode code = ending.work.error().code;
  return code == ErrorCode::unavailable || code == ErrorCode::full;
}

}  // namespace

void TzKeeper::start(Task done) {
  done_ = std::move(done);
  look();
}

void TzKeeper::look() {
  const auto found = std::make_shared<std::vector<AccountId>>();
  parts_.store.read(
      AccountId{},
      [this, found](Unit& house) -> Result<void> {
        *found = TRY(derived_by_another(house, parts_.version));
        return {};
      },
      [this, found](const Result<void>& read) {
        if (!read) return later(&TzKeeper::look);
        accounts_ = std::move(*found);
        next();
      });
}

void TzKeeper::next() {
  if (accounts_.empty()) return std::exchange(done_, {})();
  after_ = {};
  changed_ = 0;
  derive();
}

void TzKeeper::derive() {
  const auto unit_did = std::make_shared<DerivedAgain>();
  parts_.store.write(
      accounts_.back(),
      [unit_did, after = after_, version = parts_.version](Unit& unit) -> Result<void> {
        *unit_did = TRY(derive_visits_again(unit, after));
        return unit_did->last ? Result<void>{} : set_derived_by(unit, version);
      },
      [this, unit_did](const WriteEnding& ending) {
        if (ending.commit == CommitEnding::committed) return derived(*unit_did);
        if (may_be_taken_later(ending)) return later(&TzKeeper::derive);
        parts_.log.error("visits_not_derived_again", {{"account", std::to_string(accounts_.back().value())},
                                                      {"error", ending.work.error().message}});
        accounts_.pop_back();
        next();
      });
}

void TzKeeper::derived(const DerivedAgain& unit) {
  if (parts_.got_on) parts_.got_on();
  changed_ += unit.changed;
  after_ = unit.last;
  if (after_) return derive();
  if (changed_ > 0) {
    parts_.log.warning("visits_derived_again", {{"account", std::to_string(accounts_.back().value())},
                                                {"tz_database", parts_.version},
                                                {"changed", std::to_string(changed_)}});
  }
  accounts_.pop_back();
  next();
}

void TzKeeper::later(void (TzKeeper::*what)()) {
  parts_.log.error("visits_wait_to_be_derived", {});
  timer_ = parts_.loop.at(parts_.clock.uptime() + try_again, [this, what] { (this->*what)(); });
}

}  // namespace courtesy
