// `courtesy why`: what happened to an appointment's reminders, in plain sentences.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_why_command();

}  // namespace courtesy::app
