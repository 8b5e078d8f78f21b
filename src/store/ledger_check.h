// Whether an account's chain still holds, a part at a time: long ledgers take many units.
#pragma once

#include <optional>
#include <string>

#include "ledger/chain.h"
#include "store/ledger.h"

namespace courtesy {

class LedgerCheck {
 public:
  /// Of the unit's account, up to its head as it is now: what is written meanwhile is not looked at.
  static Result<LedgerCheck> begin(Unit& unit);
  /// The chain must pass through a head that was noted earlier, or all of it was written anew.
  void must_pass(std::int64_t seq, std::string link);
  /// Walks on by at most `rows`. Changes nothing but itself: a copy may be walked again.
  Result<void> go_on(Unit& unit, int rows);
  /// Everything was looked at, or something is broken.
  bool over() const { return over_; }

  const std::string& broken() const { return broken_; }   ///< what is wrong, in a sentence; empty: nothing yet
  std::int64_t rows() const { return walk_.rows(); }      ///< that hold
  std::int64_t erased() const { return walk_.erased(); }  ///< bodies of them
  std::int64_t older() const { return head_.from; }       ///< rows that are older than the chain
  std::int64_t seq() const { return walk_.seq(); }
  const std::string& link() const { return walk_.link(); }
  int percent() const;

 private:
  LedgerCheck(AccountId account, Ledger::Head head) : head_(std::move(head)), walk_(account, head_.from, "") {}

  struct Noted {
    std::int64_t seq;
    std::string link;
    bool passed;
  };
  Ledger::Head head_;
  ChainWalk walk_;
  std::optional<Noted> noted_;
  std::string broken_;
  bool over_ = false;
};

}  // namespace courtesy
