// The command line: finds the command, reads what it takes, and says what is wrong in one line.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/command.h"

namespace courtesy::app {

/// `arguments` without the program's name; none: help that fits a screen. Returns the exit code: 0, 1 for a failure
/// (one line on `err` that says what, where and how to mend it), 2 for words that make no sense.
int run_command_line(std::span<const CommandEntry> commands, const std::vector<std::string>& arguments,
                     Outside& outside);

}  // namespace courtesy::app
