// `courtesy phones`: the phone network as a process of its own.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_phones_command();

}  // namespace courtesy::app
