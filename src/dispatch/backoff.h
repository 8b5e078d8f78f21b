// Accounts whose units fail wait longer and longer: nobody spins, and nobody bars the way of the others.
#pragma once

#include <map>
#include <optional>

#include "base/clock.h"
#include "base/id.h"

namespace courtesy {

class Backoff {
 public:
  /// Again after one second, then two, four … at most a minute.
  void failed(AccountId account, Uptime now);
  void worked(AccountId account) { waits_.erase(account); }
  bool waits(AccountId account, Uptime now) const;
  /// When the first of those that wait may be tried again.
  std::optional<Uptime> earliest() const;

 private:
  struct Wait {
    Uptime length;
    Uptime until;
  };
  std::map<AccountId, Wait> waits_;
};

}  // namespace courtesy
