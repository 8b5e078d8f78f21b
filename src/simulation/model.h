// What the simulated businesses and clients have done, as of what is committed: a small second opinion, fed by the
// workload and by the phone network, never by what the engine believes.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "appointment/appointment.h"
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
};

class Model {
 public:
  explicit Model(const Plan& plan) : plan_(plan) {}

  // What the workload did, at the moment of its commit.
  void book(const Visit& visit, int patient, LocalTime start, const std::string& zone, Instant now);
  void cancel(const Visit& visit, Instant now);
  void opt_out(std::int64_t account, const std::string& recipient, Instant now);
  void opt_in(std::int64_t account, const std::string& recipient);
  void stop(std::int64_t account, Instant now) { stops_.emplace(account, now); }
  void release(std::int64_t account, Instant now);
  /// A client's word about one start: confirmed, or cancelled.
  void answer(const Visit& visit, const std::string& start, Instant now) {
    answers_.emplace(std::pair(visit, start), now);
  }

  /// The promise that stands, or nothing when there is no such booking.
  const Promise* standing(const Visit& visit) const;
  const std::vector<Promise>& promises() const { return promises_; }
  const Patient& patient(int index) const { return plan_.patients.at(static_cast<std::size_t>(index)); }
  /// Where that promise's reminder goes: a number or an address, or empty.
  const std::string& recipient(const Promise& promise, Channel channel) const;
  bool suppressed(std::int64_t account, const std::string& recipient) const {
    return suppressed_.contains({account, recipient});
  }
  /// Since when the house or this account is stopped.
  std::optional<Instant> stopped(std::int64_t account) const;
  std::optional<Instant> answered(const Visit& visit, const std::string& start) const;
  /// Each account is on its own in its zone; a client's number tells where else it could be.
  std::vector<std::string> zones(std::int64_t account, const std::string& number) const;

  /// From, until: when this account or the house was stopped, opted-out times of a recipient and so on: times in which
  /// nothing may be expected of the engine.
  struct Span {
    Instant from;
    Instant until;
  };
  void disturb(Instant from, Instant until) { disturbed_.push_back({from, until}); }
  bool disturbed(Instant from, Instant until) const;
  bool opted_out_ever(std::int64_t account, const std::string& recipient) const {
    return ever_suppressed_.contains({account, recipient});
  }

 private:
  void end(const Visit& visit, Instant now);
  void forget_answers(const Visit& visit);

  const Plan& plan_;
  std::map<Visit, std::size_t> standing_;
  std::vector<Promise> promises_;
  std::set<std::pair<std::int64_t, std::string>> suppressed_;
  std::set<std::pair<std::int64_t, std::string>> ever_suppressed_;
  std::map<std::int64_t, Instant> stops_;
  std::map<std::pair<Visit, std::string>, Instant> answers_;
  std::vector<Span> disturbed_;
};

/// Mondays to Saturdays from nine to eight, texts on Sundays from noon; in every one of the zones. Email at any time.
bool within_hours(Channel channel, const std::vector<std::string>& zones, Instant at);
/// When a reminder due at `due` can go out at the latest, by these hours; in steps of five minutes.
Instant last_within_hours(Channel channel, const std::vector<std::string>& zones, Instant due);

}  // namespace courtesy::simulation
