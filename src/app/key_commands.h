// `courtesy key ...`: keys of the API.
#pragma once

#include <memory>

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_key_make_command();
std::unique_ptr<Command> make_key_list_command();
std::unique_ptr<Command> make_key_revoke_command();

}  // namespace courtesy::app
