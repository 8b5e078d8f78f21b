// What faults and stops touched: spans of time in which an account, or the house, could send nothing, and single
// reminders whose attempt was in the hands of a process that died. Whatever is not in here had nothing in its way.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"

namespace courtesy::simulation {

class Touched {
 public:
  /// The whole house could send nothing, from one instant to another, by reason of `what`.
  void house(std::string_view what, Instant from, Instant until) { spans_.push_back({0, what, from, until}); }
  /// This account (0: the house) is, or is no longer, stopped: by staff or by the failsafe.
  void stopped(std::int64_t account, bool is, Instant now);
  /// The house cannot send from now on, until `goes_on`.
  void down(std::string_view what, Instant now);
  void goes_on(std::string_view what, Instant now);
  /// An attempt for this reminder never got an ending that its process could write down, or failed by a fault.
  void reminder(const std::string& name) { reminders_.insert(name); }
  bool has(const std::string& reminder) const { return reminders_.contains(reminder); }
  /// What this account met between the two; empty: nothing.
  std::string_view by(std::int64_t account, Instant from, Instant until) const;

 private:
  struct Span {
    std::int64_t account;
    std::string_view what;
    Instant from;
    Instant until;
  };
  std::vector<Span> spans_;
  std::map<std::int64_t, Instant> stops_;
  std::map<std::string_view, Instant> down_;
  std::set<std::string> reminders_;
};

}  // namespace courtesy::simulation
