// The voice's recordings: the script for whoever says them, the takes taken in, and what a robot still reads.
#pragma once

#include <memory>

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_voice_script_command();
std::unique_ptr<Command> make_voice_import_command();
std::unique_ptr<Command> make_voice_list_command();

}  // namespace courtesy::app
