// `courtesy person ...`: who may sign in, for whoever has the server.
#pragma once

#include <memory>

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_person_list_command();
std::unique_ptr<Command> make_person_invite_command();
std::unique_ptr<Command> make_person_remove_command();
std::unique_ptr<Command> make_person_reset_command();

}  // namespace courtesy::app
