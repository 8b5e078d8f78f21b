// `courtesy demo`: the whole product at work on a phone network of this process.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_demo_command();

}  // namespace courtesy::app
