// What happens in a simulated world, as data, before anything happens: who is there, what is booked, moved, cancelled
// and stopped, and what fails. Drawn from a seed (workload.h), written by hand (a scenario), or cut down (shrink.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/instant.h"
#include "simulation/faults.h"

namespace courtesy::simulation {

/// A client of one of the accounts.
struct Patient {
  std::string name;
  std::string number;              ///< E.164, or empty
  std::string email;               ///< or empty
  std::vector<std::string> zones;  ///< where somebody with this number could be, by the workload's own table
  bool consents = true;            ///< a consent is on record
  bool may_be_rung = true;         ///< false: a number abroad, or one that costs extra
};

struct Clinic {
  std::string name;
  std::string caller_number;
  std::string zone = "America/New_York";
  int per_minute = 0;  ///< contacts at most, as the business wants it; 0: any
};

enum class ActionKind {
  book,  ///< `uid` with `patient` at `start`
  move,  ///< to `start`
  cancel,
  come_back,  ///< a cancelled booking is there again
  edit,       ///< its summary only
  renumber,   ///< it is for `patient` now: another number
  rezone,     ///< the same wall clock, in another zone
  reexport,   ///< `uid` is called `uid`+"-again" from now on, as by a calendar program that exports anew
  opt_out,    ///< staff record that `patient` wants no more contacts
  opt_in,     ///< and, in writing, that they do again
  stop,       ///< of the clinic; of the whole house where `clinic` is -1
  release,
  stranger,  ///< somebody sends callbacks that are forged, of nobody, or of another account
};
std::string_view name_of(ActionKind kind);

struct Action {
  Instant at;
  ActionKind kind;
  int clinic = 0;
  std::string uid{};
  int patient = -1;
  LocalTime start{};
  std::string zone{};
  /// Grows with each action on one uid: an older one that comes later changes nothing.
  std::int64_t sequence = 0;
};

struct Plan {
  std::uint64_t seed = 1;
  Instant begins{};
  Instant ends{};
  std::vector<Clinic> clinics;
  std::vector<Patient> patients;
  std::vector<Action> actions;  ///< in order of time
  std::vector<PlannedFault> faults;
  bool watch = false;  ///< somebody looks after the house: heartbeats, and the sweep over what no send counts
};

/// The four sample rules, in the order of simulation/clinic.h: when the `rule`-th (from 1) of an appointment is due, by
/// the workload's own reckoning.
Instant due_of(int rule, LocalTime start, const std::string& zone);
inline constexpr int rules = 4;

}  // namespace courtesy::simulation
