// Stops and trips of all accounts side by side: for whoever runs the installation.
#pragma once

#include <string>
#include <vector>

#include "store/backlog.h"
#include "store/trips.h"

namespace courtesy {

class Unit;

struct NamedStop {
  StandingStop stop;
  std::string name;  ///< of the account
};
/// Every stop that stands, the house's first, then the newest; at most `limit`. Account 0 only.
Result<std::vector<NamedStop>> named_stops(Unit& house, int limit);

struct NamedTrip {
  AccountId account;
  std::string name;
  TripRow trip;
};
/// Those that nobody has decided first, each newest first; of decided ones those since then. At most `limit`. A trip by
/// a rule of a later version is left out. Account 0 only.
Result<std::vector<NamedTrip>> named_trips(Unit& house, Instant since, int limit);

}  // namespace courtesy
