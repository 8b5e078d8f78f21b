// `courtesy flow ...`: what a developer does with a flow before it may ring anybody.
#pragma once

#include <memory>

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_flow_new_command();
std::unique_ptr<Command> make_flow_check_command();
std::unique_ptr<Command> make_flow_test_command();
std::unique_ptr<Command> make_flow_walk_command();
std::unique_ptr<Command> make_flow_diagram_command();
std::unique_ptr<Command> make_flow_play_command();
std::unique_ptr<Command> make_flow_publish_command();
std::unique_ptr<Command> make_flow_versions_command();
std::unique_ptr<Command> make_flow_use_command();

}  // namespace courtesy::app
