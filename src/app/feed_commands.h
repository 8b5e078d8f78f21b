// `courtesy feed add`, `feed list` and `feed remove`: calendars that a server reads from their addresses.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_feed_add_command();
std::unique_ptr<Command> make_feed_list_command();
std::unique_ptr<Command> make_feed_remove_command();

}  // namespace courtesy::app
