// From the queue to the gateway: waits until something is due, commits the intent, sends once, writes the ending down.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/random.h"
#include "dispatch/backoff.h"
#include "dispatch/intend.h"
#include "dispatch/line_tokens.h"
#include "dispatch/safeguard.h"
#include "dispatch/sent_memory.h"
#include "store/store.h"

namespace courtesy {

struct Attempt;
struct Ended;

struct DispatchSettings {
  int places_in_flight = 20;    ///< sends without an ending, at most: a crash makes so many `unknown`
  double calls_per_second = 1;  ///< Twilio's default; more would be queued there for hours
  double texts_per_second = 1;
  double emails_per_second = 10;
  Layers layers{};                    ///< only the simulation switches one off
  std::function<bool()> stop_flag{};  ///< true: a file says that nothing is sent; looked at before each batch
};

/// Lives on the loop. One dispatcher a node.
///
/// When a commit fails, or its fate is not known (a full disk, a failed sync), nothing leaves any more until the store
/// has taken a unit again; what was intended by a commit of unknown fate, and not sent, ends as `not_sent`, and endings
/// that could not be written are written first.
class Dispatcher {
 public:
  struct Parts {
    Loop& loop;
    const Clock& clock;
    Store& store;
    Gateways gateways;
    Fill fill;
    Random& random;
    Log& log;
    Gateways probe{};                ///< of the house's own test reminders (store/probe_account.h), and of nothing else
    std::function<void()> got_on{};  ///< a look for due work has come to its end: the dispatcher's heartbeat
  };
  Dispatcher(Parts parts, DispatchSettings settings);
  ~Dispatcher();

  /// In the restart order: what an older life of this node left without an ending becomes `unknown` and is asked for;
  /// only then dispatch begins, however long that takes. The stop is read in every unit.
  void start();
  /// Something may have become due (a hint: without it, the dispatcher finds out within its longest sleep).
  void nudge();
  /// A stop was committed: what is not on the wire yet does not leave.
  void hold_sends() { ++stops_seen_; }
  /// Another node has written something: looked for within a quarter of a second, however many say so.
  void hint();
  /// The store is older than it was, and the house is stopped: what this node has sent and the store does not know is
  /// put on record before anything else is.
  void store_went_back();
  /// Nothing leaves for a while: another node may know that the store is older than it was, and stop the house.
  void wait_for_others();
  /// Longer than a server that is gone without a word is believed in: the next question (2 s), what is unanswered
  /// (tcp_user_timeout, 15 s) and the connection that is not made (connect_timeout, 10 s for each address).
  static constexpr seconds others_have{45};
  /// Intends nothing more, holds what is not on the wire yet, and runs `finished` once every send under way has its
  /// ending handed to the store. For the end of the process: there is no way back.
  void finish(Task finished);

 private:
  struct Intended;  // a unit's sends, and what it was allowed
  struct Leaving {  // what is on its way
    AccountId account;
    AttemptId attempt;
    Channel channel;
    std::string secret;
  };
  struct Owed {  // what the store still has to take
    AccountId account;
    std::function<Result<void>(Unit&)> work;
    bool held_up = false;  // in this round: somebody else had the account
  };

  void adopt_orphans(std::vector<AccountId> accounts);
  void look_for_flag();
  void look();
  void begin_due();
  void sleep();
  bool waits_for_others() const { return parts_.clock.uptime() < quiet_until_; }
  void call_off_all(AccountId account);
  int free_places() const;
  int worth_beginning_for(int due);
  bool may_wait_for_places() const;
  void wait_for_places(AccountId account, int due);
  Allowance draw_allowance(int most);
  void give_back(const Allowance& drawn, Allowance unused);
  const Gateways& gateways_of(AccountId account) const;
  void intend(AccountId account, int due, std::size_t accounts);
  void intended(AccountId account, const Intended& unit);
  void not_intended(AccountId account, const Intended& unit, const WriteEnding& ending);
  void send(Prepared prepared, const std::string& secret);
  void sent(const Leaving& which, const Ending& ending);
  /// Together with the others of the account that come at this moment.
  void record(const Leaving& which, const Ending& ending);
  void write_endings(AccountId account);
  void write_together(AccountId account, std::shared_ptr<const std::vector<Ended>> endings);
  void passed_over(AccountId account);
  void store_failed();
  void begin_to_pay();
  void pay_later();
  void pay_debts();
  void paid();
  void check_finished();
  void reconcile(AccountId account);
  void ask_gateway(AccountId account, const Attempt& attempt, UniqueFunction<void(bool)> done);
  void settle(AccountId account, Work work, UniqueFunction<void(bool)> done);

  Parts parts_;
  DispatchSettings settings_;
  double begin_at_;  // in the circle of accounts: nodes that begin together do not go together
  Safeguard safeguard_;
  std::map<Channel, LineTokens> pace_;
  std::deque<std::pair<AccountId, int>> due_;  // as the last look has found them and counted, and not begun yet
  Uptime looked_at_{};
  std::set<AccountId> intending_;
  std::set<AccountId> reconciling_;
  Backoff intents_wait_;
  Backoff looks_wait_;
  std::map<AccountId, Uptime> passed_over_;          // another node wrote for it: not before then
  std::map<AccountId, std::vector<Ended>> endings_;  // not with the store yet
  AccountId last_intended_;                          // the last that had its turn: the accounts behind it are first
  AccountId last_reconciled_;
  std::optional<Instant> next_work_;                                             // as the last look has found it
  std::map<std::pair<AccountId, AttemptId>, std::unique_ptr<Timer>> deadlines_;  // of what is on its way
  std::deque<Owed> owed_;
  SentMemory sent_;
  Uptime quiet_until_{};
  Uptime debt_wait_{};
  int in_flight_ = 0;
  int stops_seen_ = 0;
  bool started_ = false;
  bool store_broken_ = false;
  bool paying_ = false;  // what is owed, until nothing is
  bool looking_ = false;
  bool look_again_ = false;
  bool endings_wait_ = false;  // for the end of this moment
  bool finishing_ = false;     // nothing more is begun
  Task finished_;
  std::unique_ptr<Timer> wake_;
  std::unique_ptr<Timer> debt_timer_;
  std::unique_ptr<Timer> flag_timer_;
  std::unique_ptr<Timer> endings_timer_;
  std::unique_ptr<Timer> hint_timer_;
  std::unique_ptr<Timer> places_timer_;
  std::unique_ptr<Timer> quiet_timer_;
};

}  // namespace courtesy
