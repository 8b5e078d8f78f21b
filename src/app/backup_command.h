// `courtesy backup`: the database and its key as they are at one moment, also while a server works on them.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_backup_command();

}  // namespace courtesy::app
