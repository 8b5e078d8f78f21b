// The commands as a manual page, and as what a shell completes: both made from what each command declares.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "app/command.h"

namespace courtesy::app {

/// In roff, for `man`.
std::string manual_page(std::span<const CommandEntry> commands, std::string_view version);

/// A script that bash reads: commands, their second words, and the options of each. Where nothing of it fits, bash
/// completes names of files.
std::string bash_completion(std::span<const CommandEntry> commands);

}  // namespace courtesy::app
