#include "app/house_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "app/files.h"
#include "app/house_store.h"

namespace courtesy::app {
Result<Secret<std::string>> house_key(const std::string& database, Random& random) {
  const std::filesystem::path path = std::filesystem::path(database).parent_path() / "secret.key";
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) return read_secret_file(path);
  if (TRY(has_opt_outs(database))) {
    return Error{ErrorCode::conflict,
                 fmt::format("{} is missing, and the database has opt-outs that only it can find: restore it from the "
                             "backup of the database, or copy it from another node of this house",
                             path.string())};
  }
  TRY(make_secret_file(path, random.token(32) + "\n"));
  return read_secret_file(path);
}

Result<std::unique_ptr<ServerMark>> ServerMark::take(const std::string& database, const std::string& role) {
  const std::string path = database + "." + role;
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return Error{ErrorCode::unavailable, fmt::format("cannot make {}: {}", path, std::strerror(errno))};
  }
  std::unique_ptr<ServerMark> mark(new ServerMark(descriptor));
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return mark;
  return Error{ErrorCode::conflict,
               fmt::format("another server works on {}: stop it first, or give this one another database", database)};
}

bool ServerMark::held(const std::string& database, const std::string& role) {
  const int descriptor = ::open((database + "." + role).c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool taken = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0;
  ::close(descriptor);
  return taken;
}

ServerMark::~ServerMark() { ::close(descriptor_); }

}  // namespace courtesy::app
