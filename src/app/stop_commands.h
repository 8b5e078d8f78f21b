// `courtesy stop` and `courtesy release`: written into the database, so that they work whatever the server does.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_stop_command();
std::unique_ptr<Command> make_release_command();

}  // namespace courtesy::app
