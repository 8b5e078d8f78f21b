// The February incident as data: ten clinics whose workers are down for eight hours of a Tuesday while planning goes on
// every five minutes, and then everything comes back at once. Each layer has something to stop: some bookings are there
// twice, some clients come six times on one day, and an hour of vaccinations is more than these clinics ever called.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "phonenet/journal.h"
#include "simulation/plan.h"

namespace courtesy::simulation {

struct February {
  Plan plan;  ///< its bookings, and what is cancelled, moved and opted out of while the workers are down
  Instant down;
  Instant back;
  Instant ends;  ///< when it is counted: three hours later
};
February draw_february(std::uint64_t seed);

inline constexpr minutes planned_every{5};

/// What people's phones and mailboxes saw, by the network's own journal alone.
class PhoneRecord {
 public:
  /// `apart`: numbers that are no client's (the operator's).
  explicit PhoneRecord(std::set<std::string> apart = {}) : apart_(std::move(apart)) {}
  void take(const phonenet::Entry& entry);

  struct Seen {
    int contacts = 0;
    int calls = 0;
    int texts = 0;
    int emails = 0;
    int people = 0;  ///< numbers and addresses that were contacted
    int most = 0;    ///< contacts with one of them
    int busiest_five_minutes = 0;
    int first_hour = 0;
  };
  Seen since(Instant from) const;
  /// When this recipient was first contacted from then on.
  bool reached(const std::string& recipient, Instant from) const;
  /// When a phone that is no client's first rang.
  std::optional<Instant> rang_apart() const { return rang_apart_; }

 private:
  struct Contact {
    Instant at;
    phonenet::EntryKind kind;
    std::string recipient;
  };
  std::set<std::string> apart_;
  std::vector<Contact> contacts_;
  std::optional<Instant> rang_apart_;
};

}  // namespace courtesy::simulation
