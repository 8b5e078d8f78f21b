// Routes that rest, kept beyond the life of the node that found them failing.
#pragma once

#include <vector>

#include "appointment/appointment.h"
#include "store/db.h"

namespace courtesy {

class Unit;

struct KeptCircuit {
  Channel channel;
  Instant open_until;
  seconds rest;
};

/// In units of account 0. A node has its own: what it cannot reach, another may.
Result<void> keep_circuit(Unit& house, const KeptCircuit& circuit);
Result<void> forget_circuit(Unit& house, Channel channel);
Result<std::vector<KeptCircuit>> kept_circuits(Unit& house);

}  // namespace courtesy
