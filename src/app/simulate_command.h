// `courtesy simulate`: many seeds of a simulated world, on several threads.
#pragma once

#include <memory>

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_simulate_command();

}  // namespace courtesy::app
