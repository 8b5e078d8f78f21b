#include "simulation/machine.h"

namespace courtesy::simulation {

Result<void> Machine::open() {
  db_ = TRY(SqliteDb::open({.path = "courtesy.db", .vfs = disk_.vfs(), .exclusive = true, .durable = durable_}));
  return {};
}

void Machine::lose_power(Random& random) {
  disk_.crash(random);
  db_.reset();
}

}  // namespace courtesy::simulation
