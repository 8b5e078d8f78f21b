// What is new, as server-sent events: each request is held until the ledger has something newer, then answered whole.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <vector>

#include "api/settings.h"
#include "http/seam.h"
#include "store/ledger.h"
#include "store/store.h"

namespace courtesy::api {

/// Lives on the loop; must not outlive the store.
class Events {
 public:
  Events(Store& store, const Settings& settings);
  ~Events();

  /// Answers once the account's ledger has a row above `after`, or after `patience`. Beyond `most_waiting` at once, of
  /// all accounts together: 503.
  void wait(AccountId account, std::int64_t after, http::Respond respond);
  /// Something was just written: look now, not in a quarter of a second.
  void nudge();
  /// Of these accounts alone; none named: of all.
  void nudge(const std::vector<AccountId>& accounts);
  std::size_t waiting() const;

  static constexpr milliseconds patience{20'000};
  static constexpr milliseconds look_every{250};
  static constexpr std::size_t most_waiting = 256;
  static constexpr int most_events = 500;

 private:
  struct Waiter {
    std::int64_t after;
    http::Respond respond;
    std::unique_ptr<Timer> patience;
  };
  /// Those who wait for one account's news; stays once it is there, as accounts do.
  struct Tail {
    AccountId account;
    std::list<Waiter> waiting{};
    std::unique_ptr<Timer> timer{};
    bool looking = false;
    bool again = false;
  };
  struct Alive {};

  void nudge(Tail& tail);
  void look(Tail& tail);
  void sleep(Tail& tail);
  static void answer(Tail& tail, const std::vector<LedgerRow>& rows, std::int64_t last);

  Store& store_;
  const Settings& settings_;
  std::map<AccountId, Tail> tails_;
  std::shared_ptr<Alive> alive_ = std::make_shared<Alive>();
};

}  // namespace courtesy::api
