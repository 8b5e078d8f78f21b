// What flows tell the business's own systems: kept in the step's unit, delivered later, each at least once.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/secret.h"
#include "flow/flow.h"
#include "store/sessions.h"

namespace courtesy {

class Unit;

using EventId = Id<struct EventTag>;

struct StoredEvent {
  EventId id{};
  Instant at{};
  std::string name;
  SessionId session{};  ///< the call that it came from; 0: a reminder's
  AttemptId attempt{};
  std::string body;  ///< JSON, to the byte as it is delivered
  std::int64_t tries = 0;
  std::optional<Instant> next_at{};
  std::optional<Instant> delivered_at{};
  std::string answer;  ///< to the last try, in plain words
};

/// Where events go, and what signs them.
struct EventTarget {
  std::string url;       ///< empty: nowhere, and they only wait in the list
  std::int64_t key = 0;  ///< which signing key, from 1; 0: none was made yet
  std::optional<Instant> key_since{};

  /// Until when the key before it signs beside it, so that receivers can change over; none: it does not.
  std::optional<Instant> older_until(Instant now) const;
};
/// How long two keys sign side by side.
inline constexpr hours event_key_overlap{24};

/// How long after the n-th try in vain the next one is due, n from 1; none: it was the last.
std::optional<seconds> event_back_off(std::int64_t tries);

class EventBook {
 public:
  explicit EventBook(Unit& unit) : unit_(unit) {}
  Result<EventId> add(const flow::Event& event, SessionId session, AttemptId attempt);
  Result<StoredEvent> get(EventId event);
  /// Those after `after`, in their order, at most `limit`.
  Result<std::vector<StoredEvent>> list(EventId after, int limit);
  /// Newest first, those below `before` (0: from the newest), at most `limit`; `undelivered`: only those that nobody
  /// took.
  Result<std::vector<StoredEvent>> newest(EventId before, bool undelivered, int limit);
  struct Counts {
    std::int64_t all = 0;
    std::int64_t waiting = 0;      ///< for their next try
    std::int64_t undelivered = 0;  ///< given up, or there was no address: they wait for a replay
  };
  Result<Counts> counts();
  /// Due again at once, however often it was delivered or tried. Errors: `not_found`; `invalid` without an address.
  Result<void> replay(EventId event);
  /// The same for all after `after` that were given up or never had an address; how many.
  Result<int> replay_undelivered(EventId after);
  /// A try has ended: taken (`answer` is what was said), or not, and due again by event_back_off.
  Result<void> note(EventId event, bool taken, const std::string& answer);
  /// Erases delivered ones, and given-up ones, that are older. The count.
  Result<int> forget(Instant before);

  Result<EventTarget> target();
  /// Its first address brings the first key. Empty: nothing is delivered any more, what waits stays in the list.
  Result<void> set_target(const std::string& url);
  /// A new signing key; the one before it signs beside it for a day, and no other does.
  Result<void> renew_key();
  /// Derived from the installation's key and never stored: 32 bytes. `key`: from 1.
  Secret<std::string> signing_key(std::int64_t key) const;
  /// Those that sign now: the newest, and in its first day the one before it.
  std::vector<Secret<std::string>> signing_keys(const EventTarget& target) const;

  struct Due {
    AccountId account;
    EventId event;
    friend auto operator<=>(const Due&, const Due&) = default;
  };
  /// Account 0 only: those of all accounts whose time has come, longest due first.
  Result<std::vector<Due>> due(int limit);

 private:
  Unit& unit_;
};

}  // namespace courtesy
