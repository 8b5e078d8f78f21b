// `courtesy ledger …`: what is on record, whether it is still what was written, and for how long it is kept.
#pragma once

#include "app/command.h"

namespace courtesy::app {

std::unique_ptr<Command> make_ledger_command();
std::unique_ptr<Command> make_ledger_verify_command();
std::unique_ptr<Command> make_ledger_prune_command();

}  // namespace courtesy::app
