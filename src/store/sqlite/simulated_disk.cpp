#include "store/sqlite/simulated_disk.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "base/result.h"
#include "store/sqlite/simulated_file.h"
#include "store/sqlite/sqlite_library.h"

namespace courtesy {

struct SimulatedDisk::Body {
  std::string name;
  sqlite3_vfs vfs{};
  std::map<std::string, std::shared_ptr<SimulatedFile>> files;
  std::map<std::string, std::shared_ptr<SimulatedFile>> unlinked;  // not yet durably: may be back after a crash
  int life = 0;                                                    // a handle of an earlier one is dead
  int open = 0;                                                    // handles that SQLite has not closed
  int dead = 0;                                                    // of these, from before the last crash
  std::uint64_t calls = 0;
  std::uint64_t syncs = 0;
  std::uint64_t halt_at = std::numeric_limits<std::uint64_t>::max();
  std::optional<std::uint64_t> space;
  int failing_syncs = 0;

  bool halted() const { return calls >= halt_at; }
  /// Counts a call that changes the disk; false when the power is gone, or goes in this one.
  bool powered() {
    if (!halted()) ++calls;
    return !halted();
  }
};

namespace {

using Body = SimulatedDisk::Body;

struct Handle {
  Body* disk;
  std::shared_ptr<SimulatedFile> file;
  int life;
  bool syncs_directory;  // with its first sync

  bool usable() const { return life == disk->life && !disk->halted(); }
};

/// What SQLite allocates and we fill: its part first.
struct OpenFile {
  sqlite3_file base;
  Handle* handle;
};

Handle& handle_of(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file)->handle; }
Body& disk_of(sqlite3_vfs* vfs) { return *static_cast<Body*>(vfs->pAppData); }

int close_file(sqlite3_file* file) {
  Handle* handle = &handle_of(file);
  Body& disk = *handle->disk;
  --disk.open;
  if (handle->life != disk.life) --disk.dead;
  delete handle;
  file->pMethods = nullptr;
  return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* into, int amount, sqlite3_int64 offset) {
  const Handle& handle = handle_of(file);
  if (!handle.usable()) return SQLITE_IOERR_READ;
  const std::string& content = handle.file->content();
  const auto size = static_cast<sqlite3_int64>(content.size());
  const auto there = std::clamp<sqlite3_int64>(size - offset, 0, amount);
  if (there > 0) std::memcpy(into, content.data() + offset, static_cast<std::size_t>(there));
  if (there == amount) return SQLITE_OK;
  std::memset(static_cast<char*>(into) + there, 0, static_cast<std::size_t>(amount - there));
  return SQLITE_IOERR_SHORT_READ;
}

/// How much of a write to [offset, offset + size) there is space for; takes it.
std::size_t take_space(Body& disk, const SimulatedFile& file, std::uint64_t offset, std::size_t size) {
  const std::uint64_t end = std::max<std::uint64_t>(file.content().size(), offset + size);
  const std::uint64_t growth = end - file.content().size();
  if (!disk.space) return size;
  const std::uint64_t taken = std::min(growth, *disk.space);
  *disk.space -= taken;
  const std::uint64_t missing = growth - taken;
  return missing >= size ? 0 : size - static_cast<std::size_t>(missing);
}

int write_file(sqlite3_file* file, const void* bytes, int amount, sqlite3_int64 offset) {
  Handle& handle = handle_of(file);
  if (!handle.usable()) return SQLITE_IOERR_WRITE;
  Body& disk = *handle.disk;
  const auto at = static_cast<std::uint64_t>(offset);
  const auto size = static_cast<std::size_t>(amount);
  const std::size_t fits = take_space(disk, *handle.file, at, size);
  // Also a write in which the power goes is on its way: the crash may keep it.
  if (fits > 0) handle.file->write(at, {static_cast<const char*>(bytes), fits});
  if (!disk.powered()) return SQLITE_IOERR_WRITE;
  return fits == size ? SQLITE_OK : SQLITE_FULL;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  Handle& handle = handle_of(file);
  if (!handle.usable()) return SQLITE_IOERR_TRUNCATE;
  Body& disk = *handle.disk;
  const auto wanted = static_cast<std::uint64_t>(size);
  const std::uint64_t had = handle.file->content().size();
  if (disk.space && wanted < had) *disk.space += had - wanted;
  handle.file->truncate(wanted);
  return disk.powered() ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
}

/// What was made is there, what was removed is gone. SQLite's VFS for Unix does this with the first sync of a new
/// journal or WAL, but neither for a new database nor (below synchronous=EXTRA) for a removal.
void sync_directory(Body& disk) {
  for (auto& [name, file] : disk.files) file->keep_name();
  disk.unlinked.clear();
}

int sync_file(sqlite3_file* file, int) {
  Handle& handle = handle_of(file);
  if (!handle.usable()) return SQLITE_IOERR_FSYNC;
  Body& disk = *handle.disk;
  if (!disk.powered()) return SQLITE_IOERR_FSYNC;
  ++disk.syncs;
  if (disk.failing_syncs > 0) {
    --disk.failing_syncs;
    handle.file->fail_sync();
    return SQLITE_IOERR_FSYNC;
  }
  handle.file->sync();
  if (handle.syncs_directory && !handle.file->named()) sync_directory(disk);
  return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  const Handle& handle = handle_of(file);
  if (!handle.usable()) return SQLITE_IOERR_FSTAT;
  *size = static_cast<sqlite3_int64>(handle.file->content().size());
  return SQLITE_OK;
}

// A dead connection must not find that it may remove the WAL of the one that came after.
int lock_file(sqlite3_file* file, int) { return handle_of(file).usable() ? SQLITE_OK : SQLITE_IOERR_LOCK; }
int unlock_file(sqlite3_file*, int) { return SQLITE_OK; }
int nobody_else(sqlite3_file*, int* reserved) {
  *reserved = 0;
  return SQLITE_OK;
}
int no_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return static_cast<int>(sector_bytes); }
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

const sqlite3_io_methods methods{
    .iVersion = 1,  // no shared memory
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = nobody_else,
    .xFileControl = no_control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
};

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* flags_out) {
  Body& disk = disk_of(vfs);
  file->pMethods = nullptr;
  const bool main = (flags & SQLITE_OPEN_MAIN_DB) != 0;
  const bool is_log = (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) != 0;
  // One connection at a time, and none beside a dead one.
  if (disk.halted() || disk.dead > 0 || (main && disk.open > 0)) return SQLITE_CANTOPEN;
  // A temporary file has no name, and nobody finds it after a crash.
  auto opened = std::make_shared<SimulatedFile>(path == nullptr);
  if (path != nullptr) {
    auto& named = disk.files[path];
    if (!named && (flags & SQLITE_OPEN_CREATE) == 0) {
      disk.files.erase(path);
      return SQLITE_CANTOPEN;
    }
    if (!named) named = opened;
    opened = named;
  }
  reinterpret_cast<OpenFile*>(file)->handle = new Handle{&disk, std::move(opened), disk.life, is_log};
  file->pMethods = &methods;
  ++disk.open;
  if (flags_out != nullptr) *flags_out = flags;
  return SQLITE_OK;
}

int remove_file(sqlite3_vfs* vfs, const char* path, int durably) {
  Body& disk = disk_of(vfs);
  if (disk.halted() || disk.dead > 0) return SQLITE_IOERR_DELETE;
  const auto found = disk.files.find(path);
  if (found == disk.files.end()) return SQLITE_IOERR_DELETE_NOENT;
  const bool in_time = disk.powered();
  if (disk.space) *disk.space += found->second->content().size();
  disk.unlinked[found->first] = found->second;
  disk.files.erase(found);
  if (in_time && durably != 0) sync_directory(disk);
  return in_time ? SQLITE_OK : SQLITE_IOERR_DELETE;
}

// An empty file counts as none, as with SQLite's own VFS for Unix.
int file_there(sqlite3_vfs* vfs, const char* path, int, int* there) {
  const auto& files = disk_of(vfs).files;
  const auto found = files.find(path);
  *there = found != files.end() && !found->second->content().empty() ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* path, int size, char* into) {
  sqlite3_snprintf(size, into, "%s", path);
  return SQLITE_OK;
}

// The disk reads no clock and draws no chance; the product's statements ask SQLite for neither.
int same_bytes(sqlite3_vfs*, int size, char* into) {
  std::memset(into, 0, static_cast<std::size_t>(size));
  return size;
}
int no_sleep(sqlite3_vfs*, int microseconds) { return microseconds; }
int no_time(sqlite3_vfs*, double* days) {
  *days = 2440587.5;  // 1970-01-01, as a Julian day
  return SQLITE_OK;
}
int no_error(sqlite3_vfs*, int, char*) { return 0; }

}  // namespace

SimulatedDisk::SimulatedDisk() : body_(std::make_unique<Body>()) {
  set_up_sqlite();
  body_->name = fmt::format("simulated-disk-{}", fmt::ptr(body_.get()));
  sqlite3_vfs& vfs = body_->vfs;
  vfs.iVersion = 1;
  vfs.szOsFile = sizeof(OpenFile);
  vfs.mxPathname = 256;
  vfs.zName = body_->name.c_str();
  vfs.pAppData = body_.get();
  vfs.xOpen = open_file;
  vfs.xDelete = remove_file;
  vfs.xAccess = file_there;
  vfs.xFullPathname = full_path;
  vfs.xRandomness = same_bytes;
  vfs.xSleep = no_sleep;
  vfs.xCurrentTime = no_time;
  vfs.xGetLastError = no_error;
  INVARIANT(sqlite3_vfs_register(&vfs, 0) == SQLITE_OK);
}

SimulatedDisk::~SimulatedDisk() {
  INVARIANT(body_->open == 0);
  sqlite3_vfs_unregister(&body_->vfs);
}

const std::string& SimulatedDisk::vfs() const { return body_->name; }

void SimulatedDisk::crash(Random& random) {
  Body& disk = *body_;
  for (auto& [name, file] : std::exchange(disk.unlinked, {})) {
    if (!disk.files.contains(name) && random.chance(0.5)) disk.files[name] = file;
  }
  for (auto at = disk.files.begin(); at != disk.files.end();) {
    const bool lost = !at->second->named() && random.chance(0.5);
    if (lost) {
      at = disk.files.erase(at);
    } else {
      // A handle that is dead keeps a file of its own, which it may not use any more.
      auto survived = std::make_shared<SimulatedFile>(std::move(*at->second));
      survived->crash(random);
      at->second = std::move(survived);
      ++at;
    }
  }
  ++disk.life;
  disk.dead = disk.open;
  disk.halt_at = std::numeric_limits<std::uint64_t>::max();
  disk.space.reset();
  disk.failing_syncs = 0;
}

void SimulatedDisk::halt_after(std::uint64_t calls) {
  INVARIANT(calls > 0);
  body_->halt_at = body_->calls + calls;
}
bool SimulatedDisk::halted() const { return body_->halted(); }
void SimulatedDisk::fill_up(std::uint64_t bytes) { body_->space = bytes; }
void SimulatedDisk::make_space() { body_->space.reset(); }
void SimulatedDisk::fail_syncs(int syncs) { body_->failing_syncs = syncs; }
std::uint64_t SimulatedDisk::calls() const { return body_->calls; }
std::uint64_t SimulatedDisk::syncs() const { return body_->syncs; }
void SimulatedDisk::damage(const std::string& file, std::uint64_t offset) { body_->files.at(file)->damage(offset); }
std::uint64_t SimulatedDisk::size(const std::string& file) const { return body_->files.at(file)->content().size(); }

}  // namespace courtesy
