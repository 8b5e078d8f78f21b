// `courtesy manual page` and `courtesy manual completion`: what a package, or a person, puts where the system looks.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_manual_page_command();
std::unique_ptr<Command> make_manual_completion_command();

}  // namespace courtesy::app
