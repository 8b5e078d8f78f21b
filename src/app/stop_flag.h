// The file whose existence stops all sending, when database, page and everything else are down: DATABASE.stop.
#pragma once

#include <string>

#include "base/result.h"

namespace courtesy::app {

std::string stop_flag_of(const std::string& database);
/// True unless it is certain that the file is not there.
bool stop_flag_is_up(const std::string& file);
/// Whether its line could be written is all the same: that it is there stops. Errors: `unavailable`.
Result<void> put_up_stop_flag(const std::string& file);

}  // namespace courtesy::app
