// `courtesy held …` and `courtesy doubt …`: what the machine leaves to a person.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_held_list_command();
std::unique_ptr<Command> make_held_release_command();
std::unique_ptr<Command> make_held_discard_command();
std::unique_ptr<Command> make_doubt_list_command();
std::unique_ptr<Command> make_doubt_decide_command();

}  // namespace courtesy::app
