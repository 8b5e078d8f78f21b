// `courtesy failsafe`: what tripped, of an account or of the house, and who decided it.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_failsafe_command();

}  // namespace courtesy::app
