// Delivers events to the businesses' own systems, in the manner of Standard Webhooks: signed, at least once, later and
// later where it is in vain.
#pragma once

#include <functional>
#include <memory>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "http/seam.h"
#include "store/event_book.h"
#include "store/store.h"

namespace courtesy {

/// The request that delivers an event at that time (Standard Webhooks 1.0): `webhook-id` is the event's for ever, so
/// that whoever has it already knows; `webhook-signature` is `v1,` and the base64 of HMAC-SHA256 over
/// `ID.TIMESTAMP.BODY`, once for each key, newest first.
http::Request delivery_of(AccountId account, const StoredEvent& event, const std::string& url, Instant at,
                          const std::vector<Secret<std::string>>& keys);

/// Looks every few seconds for events whose time has come; at most `most_at_once` are under way, and two of one
/// account. Only a 2xx takes an event; redirects are not followed. What the address answers is in no log, and its
/// status is kept with the event. The address is checked again before each delivery.
class EventCourier {
 public:
  struct Parts {
    Loop& loop;
    const Clock& clock;
    Store& store;
    http::Client& http;  ///< reaches public addresses only, since these were written by others
    Log& log;
    bool this_machine_too = false;  ///< outside production also http to this machine
    /// What the receiver's watch says, by which deliveries are dated: in a demo not what `clock` does. Null: `clock`.
    const Clock* watch = nullptr;
    std::function<void()> got_on{};
  };

  static constexpr seconds tick{2};
  static constexpr std::size_t most_at_once = 8;
  static constexpr std::size_t most_of_account = 2;
  static constexpr http::Limits limits{.total = milliseconds{15'000}, .response_bytes = 64u << 10};

  explicit EventCourier(Parts parts);
  /// What is under way is left: the next life delivers it again.
  ~EventCourier();

  void start();

 private:
  struct Core;
  std::shared_ptr<Core> core_;
};

}  // namespace courtesy
