// `courtesy line list`, `set`, `remove`, `allow` and `reopen`: which flow answers which number, and what a caller may
// do.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_line_list_command();
std::unique_ptr<Command> make_line_set_command();
std::unique_ptr<Command> make_line_remove_command();
std::unique_ptr<Command> make_line_allow_command();
std::unique_ptr<Command> make_line_reopen_command();

}  // namespace courtesy::app
