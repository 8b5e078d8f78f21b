// `courtesy closed add`, `courtesy closed list` and `courtesy closed remove`.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_closed_add_command();
std::unique_ptr<Command> make_closed_list_command();
std::unique_ptr<Command> make_closed_remove_command();

}  // namespace courtesy::app
