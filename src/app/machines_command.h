// `courtesy machines`: every way to handle answering machines, played against one population.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_machines_command();

}  // namespace courtesy::app
