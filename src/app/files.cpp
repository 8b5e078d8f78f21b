#include "app/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace courtesy::app {
namespace {

constexpr std::size_t most_secret_bytes = 4 << 10;

/// A file descriptor that closes itself.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

Error failed(std::string_view what, const std::filesystem::path& path) {
  const ErrorCode code = errno == ENOENT ? ErrorCode::not_found : ErrorCode::unavailable;
  return {code, fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(errno))};
}

Error too_large(const std::filesystem::path& path, std::size_t most) {
  return invalid(fmt::format("{} is larger than {} MB, which is the most that is read", path.string(), most >> 20));
}

Result<std::string> read_all(int descriptor, const std::filesystem::path& path, std::size_t most_bytes) {
  std::string bytes;
  const auto buffer = std::make_unique<char[]>(64 << 10);
  while (true) {
    const ssize_t count = ::read(descriptor, buffer.get(), 64 << 10);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed("read", path);
    if (count == 0) return bytes;
    bytes.append(buffer.get(), static_cast<std::size_t>(count));
    if (bytes.size() > most_bytes) return too_large(path, most_bytes);
  }
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t most_bytes) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return failed("read", path);
  struct stat about {};
  if (::fstat(file.get(), &about) != 0) return failed("read", path);
  if (S_ISDIR(about.st_mode)) return invalid(fmt::format("{} is a folder, not a file", path.string()));
  if (S_ISREG(about.st_mode) && static_cast<std::size_t>(about.st_size) > most_bytes)
    return too_large(path, most_bytes);
  return read_all(file.get(), path, most_bytes);
}

Result<std::string> read_export(const std::filesystem::path& path, std::size_t most_bytes) {
  std::error_code ignored;
  auto bytes = read_file(path, most_bytes);
  const bool is_large = std::filesystem::file_size(path, ignored) > most_bytes && !ignored;
  if (bytes || !is_large) return bytes;
  return invalid(bytes.error().message + ": export fewer months at once");
}

Result<Secret<std::string>> read_secret_file(const std::filesystem::path& path) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return failed("read", path);
  struct stat about {};
  if (::fstat(file.get(), &about) != 0) return failed("read", path);
  if (!S_ISREG(about.st_mode)) return invalid(fmt::format("{} is no file", path.string()));
  if ((about.st_mode & 077) != 0) {
    return invalid(fmt::format("{0} holds a secret, and others than its owner may read or write it: chmod 600 {0}",
                               path.string()));
  }
  std::string text = TRY(read_all(file.get(), path, most_secret_bytes));
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  if (text.empty()) return invalid(fmt::format("{} is empty: it must hold the secret, on one line", path.string()));
  if (text.find('\n') != std::string::npos) {
    return invalid(fmt::format("{} has more than one line: it must hold the secret alone", path.string()));
  }
  return Secret<std::string>(std::move(text));
}

Result<void> make_private(const std::filesystem::path& path) {
  const auto made = make_secret_file(path, "");
  if (!made && made.error().code != ErrorCode::conflict) return made;
  return {};
}

bool read_by_others(const std::filesystem::path& path) {
  struct stat about {};
  return ::stat(path.c_str(), &about) == 0 && (about.st_mode & 077) != 0;
}

Result<void> make_secret_file(const std::filesystem::path& path, const std::string& text) {
  const File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (file.get() < 0 && errno == EEXIST) {
    return Error{ErrorCode::conflict, fmt::format("{} is there already", path.string())};
  }
  if (file.get() < 0) return failed("make", path);
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t count = ::write(file.get(), text.data() + written, text.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed("write", path);
    written += static_cast<std::size_t>(count);
  }
  if (::fsync(file.get()) != 0) return failed("write", path);
  return {};
}

}  // namespace courtesy::app
