// `courtesy setup`: the operator, and the first business with its owner.
#pragma once

#include <memory>

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_setup_command();

}  // namespace courtesy::app
