// `courtesy store …`: where the data is.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_store_move_command();

}  // namespace courtesy::app
