// Checks after each event what must always hold. It reads the phone network's own journal, the requests on the wire
// and what is committed; the engine's beliefs are only ever compared with these.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "http/message.h"
#include "mail/client.h"
#include "phonenet/journal.h"
#include "simulation/counts.h"
#include "simulation/model.h"
#include "simulation/owed.h"
#include "simulation/touched.h"
#include "simulation/trace.h"
#include "store/unit.h"

namespace courtesy::simulation {

/// One broken rule.
struct Violation {
  std::string invariant;  ///< its name in checker.cpp
  Instant at;
  std::string reminder;  ///< clinic, uid, rule, start; or what else it is about
  std::string detail;
};
std::string to_text(const Violation& violation);

/// An attempt as it stands in the database when its intent is committed.
struct SeenIntent {
  std::int64_t account = 0;
  std::int64_t attempt = 0;
  std::string uid{};
  int rule = 0;
  Channel channel{};
  std::string start{};
  std::string recipient{};
  std::string secret{};
  std::string text{};
};

/// What was observed of a request, once it is over for the node.
enum class Observed { nothing_left, not_taken, refused, accepted, unclear };

class Checker {
 public:
  struct Parts {
    const Plan& plan;
    Model& model;
    const Clock& clock;  ///< true time
    Trace& trace;
    Counts& counts;
    /// By how much the node's wall clock is or was off: what is compared with its clock is compared this loosely.
    std::function<milliseconds()> slack;
    std::string operator_phone{};  ///< it is paged, and no client's
  };
  explicit Checker(Parts parts) : parts_(std::move(parts)) {}

  // Commits, in their order.
  void intent(const SeenIntent& intent, Instant at);
  /// The same for one of which its process does not know whether it was committed.
  void intent_in_doubt(const SeenIntent& intent, Instant at);

  // The wire. Returned: the attempt that a request names, or nothing.
  void request_leaves(std::string_view token, const std::string& recipient, const std::string& text);
  /// The request of that token, as it left: to be the ledger's, to the byte.
  void left(std::string_view token, const http::Request& request);
  void email_leaves(const mail::Message& message);
  /// Until contact_over: the network works on this request, and what it writes down belongs to it.
  void observed(std::string_view token_or_message_id, Observed what);
  /// The process that sent it has heard its ending.
  void heard(std::string_view token_or_message_id);
  /// A process died, or was replaced: what it had not heard of yet is touched.
  void process_gone();
  /// The application has answered the network's question: what the client said with it is committed.
  void answered(const std::string& path, const http::Fields& fields, const http::Response& response);
  void journal(const phonenet::Entry& entry);

  /// The attempt that a token names, if it is committed.
  const SeenIntent* intent_of(std::string_view token);
  void violation(std::string invariant, std::string reminder, std::string detail);
  const std::vector<Violation>& violations() const { return violations_; }
  std::int64_t violation_count() const { return count_; }

  // People's decisions, once they are committed.
  /// Of a held reminder: `clinic 1 UID rule 2 of START`, as it is called everywhere here.
  void discarded(const std::string& reminder) { discarded_.insert(reminder); }
  void released(const std::string& reminder) { discarded_.erase(reminder); }
  /// The machine may try once more what this attempt did not reach.
  void again(std::int64_t account, std::int64_t attempt);
  /// What the phones know: true when this attempt's client was told, false when he was not; nothing while it may be
  /// either.
  std::optional<bool> reached(std::int64_t account, std::int64_t attempt) const;
  /// Whether the network has taken this attempt at all.
  bool was_accepted(std::int64_t account, std::int64_t attempt) const;

  /// After the last event: nothing has vanished, everything has an ending. Errors: the database's.
  Result<void> finish(Db& db);

  struct Totals {
    std::int64_t due = 0;       ///< reminders that nobody had made pointless when their time came
    std::int64_t expected = 0;  ///< reminders that no fault and no stop touched, and nothing else stood in the way of
    std::int64_t carried_out = 0;
    std::int64_t touched = 0;  ///< by a fault or a stop
    std::int64_t touched_carried_out = 0;

    Totals& operator+=(const Totals& other);
  };
  const Totals& totals() const { return totals_; }
  Touched& touched() { return touched_; }
  /// The most contacts that one reminder came to.
  int most_for_a_reminder() const;
  /// Attempts that are known to be committed: the newest of each account, with its secret.
  const std::map<std::int64_t, SeenIntent>& newest() const { return newest_; }

 private:
  struct Contact {
    SeenIntent intent;
    Instant at;        ///< of the commit
    int patient = -1;  ///< whose visit it was then
    int requests = 0;
    std::string left{};  ///< what left, in the form in which the ledger keeps it
    bool accepted = false;
    bool conclusive_no = false;
    bool again = false;       ///< a person has decided that the machine may try once more
    bool never_left = false;  ///< and its process knew so: it counts for no cap
    std::optional<Instant> heard{};
    std::string sid{};
    std::optional<Instant> over{};  ///< of a call
  };
  struct OpenCall {
    std::string number;
    std::int64_t attempt_key = 0;
    Instant accepted;
    std::optional<Instant> answered;
    bool machine = false;
    std::string heard;
    std::string pending_key;
  };
  using AttemptKey = std::pair<std::int64_t, std::int64_t>;
  using ReminderName = std::pair<Visit, std::string>;  // rule, channel and start

  static std::string name_of(const SeenIntent& intent);
  void check_promise(const SeenIntent& intent);
  void check_time(const SeenIntent& intent, Instant at);
  void check_again(const SeenIntent& intent);
  void accepted(Contact& contact, const std::string& sid);
  void told(const SeenIntent& intent);
  void check_caps(const Contact& contact);
  void check_heard(const OpenCall& call, const std::string& text);
  void on_call(const phonenet::Entry& entry);
  void opt_out(std::int64_t account, const std::string& number);
  Contact* contact_of(std::string_view token);
  void check_row(const Promise& promise, int rule, const Row* row);
  bool withdrawn_rightly(const Promise& promise) const;
  void judge(const Promise& promise, int rule, const std::string& name, const Row& row);
  bool told_of(const Promise& promise, const std::string& name, Instant free) const;
  Contact* contact_by(std::string_view token_or_message_id);
  void may_have_pressed(const OpenCall& call, const std::string& sid, const std::string& key);
  bool still_asked(const Contact& contact) const;
  void wrote(std::int64_t account, const std::string& from, const std::string& body, bool heard);
  std::int64_t account_of(std::string_view number) const;
  void list_contacts();
  void list_due();
  Result<void> check_ledger(Db& db, std::int64_t account);
  void check_decided(const SeenIntent& intent);
  Result<void> tell_missing(Db& db) const;

  Parts parts_;
  std::map<AttemptKey, Contact> contacts_;
  std::map<std::string, AttemptKey, std::less<>> by_message_id_;
  std::map<std::string, std::vector<AttemptKey>> of_reminder_;
  std::map<std::string, int> accepted_of_reminder_;
  std::map<std::string, int> accepted_of_person_;
  std::map<std::string, std::vector<std::pair<Instant, Channel>>> of_recipient_;
  std::map<std::string, OpenCall, std::less<>> calls_;
  std::map<std::string, int> running_;
  std::map<std::string, AttemptKey, std::less<>> by_sid_;
  std::map<std::pair<std::int64_t, std::string>, std::vector<AttemptKey>> texts_to_;
  std::set<std::string> discarded_;
  std::set<AttemptKey> heard_by_;                       // whose message somebody, or something, was given
  std::map<std::string, std::vector<Instant>> told_;    // by clinic, client and start
  std::vector<std::pair<Visit, std::string>> missing_;  // what was owed and not carried out
  std::vector<AttemptKey> unheard_;                     // of these the process that sends knows no ending yet
  Contact* leaving_ = nullptr;
  std::map<std::int64_t, SeenIntent> newest_;
  std::vector<Violation> violations_;
  std::int64_t count_ = 0;
  Totals totals_;
  Touched touched_;
  Owing owing_{parts_.model, touched_, parts_.plan.ends};
};

}  // namespace courtesy::simulation
