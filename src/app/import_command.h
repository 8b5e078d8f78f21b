// `courtesy import`: a calendar or a table becomes appointments, or is only shown.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_import_command();

}  // namespace courtesy::app
