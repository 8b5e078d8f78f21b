// What the simulated businesses and clients have done, as of what is committed: a small second opinion, fed by the
// workload and by the phone network, never by what the engine believes.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "appointment/appointment.h"
#include "base/zone.h"
#include "simulation/plan.h"

namespace courtesy::simulation {

/// A clinic's appointment: account (from 1) and uid.
using Visit = std::pair<std::int64_t, std::string>;

/// One start that was promised to one client, from its commit until it was moved, cancelled or given to another.
struct Promise {
  Visit visit;
  int patient = -1;
  LocalTime start{};
  std::string zone{};
  Instant instant{};
  Instant since{};
  std::optional<Instant> until{};
  /// When its client said of this start that he comes, or does not, or pressed or wrote what may have come to that.
  std::optional<Instant> answered{};
};

class Model {
 public:
  explicit Model(const Plan& plan);

  // What the workload did, at the moment of its commit.
  void book(const Visit& visit, int patient, LocalTime start, const std::string& zone, Instant now);
  void cancel(const Visit& visit, Instant now);
  /// The same visit under another uid: what its client has said of it holds.
  void rename(const Visit& from, const Visit& to, Instant now);
  void opt_out(std::int64_t account, const std::string& recipient, Instant now);
  void opt_in(std::int64_t account, const std::string& recipient, Instant now);
  void stop(std::int64_t account, Instant now) { stops_.emplace(account, now); }
  void release(std::int64_t account) { stops_.erase(account); }
  /// A client's word about one start: confirmed, or cancelled.
  void answer(const Visit& visit, const std::string& start, Instant now, bool confirmed);
  /// He has said it; whether the application heard it is not known.
  void may_have_answered(const Visit& visit, const std::string& start, Instant now);
  void may_have_opted_out(std::int64_t account, const std::string& recipient, Instant now);

  /// The promise that stands, or nothing when there is no such booking.
  const Promise* standing(const Visit& visit) const;
  /// The same, or the last one that did: what its client says then holds when the visit is back.
  const Promise* latest(const Visit& visit) const;
  const std::vector<Promise>& promises() const { return promises_; }
  const Patient& patient(int index) const { return plan_.patients.at(static_cast<std::size_t>(index)); }
  /// Where that promise's reminder goes: a number or an address, or empty.
  const std::string& recipient(const Promise& promise, Channel channel) const;
  /// Whether this client may be contacted at all: with a consent, and by phone where the number is an ordinary one.
  bool allowed(int patient_index, Channel channel) const {
    const Patient& one = patient(patient_index);
    return one.consents && (one.may_be_rung || channel == Channel::email);
  }
  bool suppressed(std::int64_t account, const std::string& recipient) const {
    return suppressed_.contains({account, recipient});
  }
  /// Since when the house or this account is stopped.
  std::optional<Instant> stopped(std::int64_t account) const;
  std::optional<Instant> answered(const Visit& visit, const std::string& start) const;
  /// Each account is on its own in its zone; a client's number tells where else it could be.
  std::vector<std::string> zones(std::int64_t account, const std::string& number) const;

  /// True when this recipient had, or may have, opted out at any time between the two.
  bool opted_out(std::int64_t account, const std::string& recipient, Instant from, Instant until) const;
  bool opted_out_ever(std::int64_t account, const std::string& recipient) const {
    return opt_outs_.contains({account, recipient});
  }

 private:
  struct Said {
    Instant at;      ///< the first time
    bool confirmed;  ///< the last word
  };
  struct Span {
    Instant from;
    std::optional<Instant> until;
  };
  void end(const Visit& visit, Instant now);
  void forget_answers(const Visit& visit);
  bool same_client(const Promise& before, int patient_now) const;
  bool is_copy(const Promise& promise, std::int64_t account, LocalTime start, int patient) const;

  const Plan& plan_;
  std::map<Visit, std::size_t> standing_;
  std::map<Visit, std::size_t> last_;
  std::vector<Promise> promises_;
  std::set<std::pair<std::int64_t, std::string>> suppressed_;
  std::map<std::pair<std::int64_t, std::string>, std::vector<Span>> opt_outs_;
  std::map<std::int64_t, Instant> stops_;
  std::map<std::pair<Visit, std::string>, Said> answers_;
  std::map<std::string, std::vector<std::string>> zones_;  // of the first client of each number
};

/// As Zone::find, of a name that is known to exist; fast.
const Zone& zone_named(const std::string& name);
/// Mondays to Saturdays from nine to eight, texts on Sundays from noon; in every one of the zones. Email at any time.
bool within_hours(Channel channel, const std::vector<std::string>& zones, Instant at);
/// When a reminder due at `due` can go out at the latest, by these hours; in steps of five minutes.
Instant last_within_hours(Channel channel, const std::vector<std::string>& zones, Instant due);

}  // namespace courtesy::simulation
