// `courtesy pacing`: an account's pace is shown, and set.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_pacing_command();

}  // namespace courtesy::app
