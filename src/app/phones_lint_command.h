// `courtesy phones lint`: asks a phone network that runs what it has seen of an application.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_phones_lint_command();

}  // namespace courtesy::app
