// `courtesy account create` and `courtesy account list`.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_account_create_command();
std::unique_ptr<Command> make_account_set_command();
std::unique_ptr<Command> make_account_list_command();

}  // namespace courtesy::app
