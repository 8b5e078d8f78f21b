// `courtesy plan`: how long contacts will take at a pace at which those who ring back find somebody.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_plan_command();

}  // namespace courtesy::app
