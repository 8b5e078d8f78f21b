// One person who is there as two clients made one.
#pragma once

#include <string>
#include <vector>

#include "store/clients.h"

namespace courtesy {

class Unit;

/// Which details of the one that goes the one that stays takes.
struct TakenDetails {
  bool name = false;
  bool number = false;
  bool email = false;
  bool zone = false;
  bool language = false;
};

struct Join {
  ClientId stays{};
  ClientId goes{};
  TakenDetails take{};
};

/// What joining would do, or has done.
struct Joined {
  Client client;  ///< as it is then
  int ahead = 0;  ///< visits to come that go over, and those that have been
  int behind = 0;
  int waiting = 0;                 ///< reminders of these that wait: each for its own time
  std::vector<Channel> withdrawn;  ///< ways for which one of the two, by any number, has withdrawn a consent
  bool never_number = false;       ///< whether one of the two wants no contact: neither does who stays
  bool never_email = false;
  bool planned_anew = false;  ///< visits are reminded at another number, address or zone than before
};

/// Errors: `not_found`; `invalid` for a client and itself; `conflict` where a third is what they
/// would be, or a wish for no contact would be lost.
Result<Joined> preview_join(Unit& unit, const Join& join);
/// Visits, reminders, history, consents and what either was called before go to the one that stays; of two answers to
/// whether contact is permitted the stricter stands. Nobody is contacted by it: what was due already is not planned
/// anew. It is not taken back. Errors as above.
Result<Joined> join_clients(Unit& unit, const Join& join, const std::string& who);

}  // namespace courtesy
