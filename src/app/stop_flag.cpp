#include "app/stop_flag.h"

#include <filesystem>
#include <fstream>

namespace courtesy::app {

std::string stop_flag_of(const std::string& database) { return database + ".stop"; }

bool stop_flag_is_up(const std::string& file) {
  std::error_code error;
  return std::filesystem::status(file, error).type() != std::filesystem::file_type::not_found;
}

Result<void> put_up_stop_flag(const std::string& file) {
  std::ofstream out(file, std::ios::app);
  out << "While this file is here, Courtesy sends nothing. See docs/runbook/sending-is-stopped.md.\n";
  out.close();
  // That it is there is enough: a full disk still makes a file, and keeps no line in it.
  std::error_code error;
  if (out || std::filesystem::exists(file, error)) return {};
  return Error{ErrorCode::unavailable, "`" + file + "` could not be made: `touch` it on the server, by whoever may"};
}

}  // namespace courtesy::app
