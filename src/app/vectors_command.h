// `courtesy vectors`: the domain's rules as data, run against the program.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_vectors_command();

}  // namespace courtesy::app
