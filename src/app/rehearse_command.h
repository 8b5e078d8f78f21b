// `courtesy rehearse`: a day of an account with nobody contacted.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_rehearse_command();

}  // namespace courtesy::app
