// `courtesy rule add`, `courtesy rule list` and `courtesy rule remove`.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_rule_add_command();
std::unique_ptr<Command> make_rule_list_command();
std::unique_ptr<Command> make_rule_remove_command();

}  // namespace courtesy::app
