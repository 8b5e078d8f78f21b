// All commands of the program, in the order in which its help tells them.
#pragma once

#include <span>

#include "app/command.h"

namespace courtesy::app {

std::span<const CommandEntry> all_commands();

}  // namespace courtesy::app
