// `courtesy serve`: the server.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_serve_command();

}  // namespace courtesy::app
