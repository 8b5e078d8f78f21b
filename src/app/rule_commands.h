// `courtesy rule add` and `courtesy rule list`.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_rule_add_command();
std::unique_ptr<Command> make_rule_list_command();

}  // namespace courtesy::app
