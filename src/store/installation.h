// All accounts side by side, as whoever runs the installation sees them: counts and states, and nothing of a client.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "store/db.h"

namespace courtesy {

class Unit;

/// How an account stands; the first that holds.
enum class AccountState {
  tripped,    ///< the failsafe stopped it, or noticed what nobody has decided yet
  stopped,    ///< a person stopped it
  probation,  ///< released, or back after an outage, within the last day
  running,
};
std::string_view to_string(AccountState state);
std::optional<AccountState> parse_account_state(std::string_view text);

/// What waits and what is under way.
struct Workload {
  std::int64_t due = 0;               ///< reminders that could be sent now
  std::int64_t late = 0;              ///< of these, those that wait for longer than `late_after` (store/backlog.h)
  std::optional<Instant> oldest{};    ///< since when the longest-waiting of them could be sent
  std::int64_t held = 0;              ///< wait for a person's yes
  std::int64_t under_way = 0;         ///< attempts at the gateway, or on their way to it
  std::int64_t asked_about = 0;       ///< attempts of which the gateway is still asked whether they left
  std::int64_t undecided = 0;         ///< attempts of which a person must say what became of them
  std::int64_t contacts_in_hour = 0;  ///< counted in whole hours: never too low
  void add(const Workload& other);
};

struct AccountLine {
  AccountId account{};
  std::string name;
  std::string zone;
  std::string country;
  AccountState state = AccountState::running;
  std::optional<Instant> stopped_at{};
  std::string stopped_who;
  std::string stopped_why;
  std::int64_t people = 0;
  std::int64_t contacts_today = 0;         ///< since midnight in the account's zone
  std::optional<Instant> last_activity{};  ///< when the newest row of its ledger was written
  Workload work{};
};

struct AccountListing {
  std::string name{};                   ///< a part of it, or the account's number; empty: all
  std::optional<AccountState> state{};  ///< only those
  AccountId after{};                    ///< accounts above this one
  int limit = 100;
};

/// What the node of this unit does and runs. In a unit of account 0.
Result<void> introduce_node(Unit& house, std::string_view role, const std::string& version);

/// Units of account 0 only. A fixed number of statements each, however many accounts there are.
class Installation {
 public:
  explicit Installation(Unit& house);
  /// In the order of their numbers.
  Result<std::vector<AccountLine>> accounts(const AccountListing& listing);
  /// How many accounts are in each state.
  Result<std::map<AccountState, std::int64_t>> states();
  /// Of all accounts together.
  Result<Workload> workload();

  struct NodeRow {
    std::string node;
    std::int64_t epoch;
    Instant began;        ///< the life of this epoch
    std::string role;     ///< all, web, worker or watch
    std::string version;  ///< of its program; empty: none that said so
    std::optional<Instant>
        heard;  ///< when one of its workers last got on; none: it was ended on purpose, or never began
  };
  Result<std::vector<NodeRow>> nodes();

  struct Rest {
    std::string node;
    std::string channel;
    Instant until;
    seconds rest;
  };
  /// Routes that rest since the provider fails.
  Result<std::vector<Rest>> rests();

 private:
  struct Span {
    AccountId from;
    AccountId to;
  };
  Result<std::map<AccountId, Workload>> work_of(Span span);
  Result<std::map<AccountId, std::int64_t>> contacts_today(std::span<const AccountLine> lines);

  Unit& unit_;
};

}  // namespace courtesy
