// `courtesy closed add`, `list`, `change`, `remove` and `week`.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_closed_add_command();
std::unique_ptr<Command> make_closed_list_command();
std::unique_ptr<Command> make_closed_change_command();
std::unique_ptr<Command> make_closed_remove_command();
std::unique_ptr<Command> make_closed_week_command();

}  // namespace courtesy::app
