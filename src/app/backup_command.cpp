#include "app/backup_command.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <ostream>

#include "app/files.h"
#include "app/house_store.h"
#include "app/told.h"
#include "store/sqlite/sqlite_db.h"

namespace courtesy::app {
namespace {

namespace fs = std::filesystem;

/// What was written is on the disk: SQLite leaves that open for a file of VACUUM INTO; a folder keeps its new names.
Result<void> make_durable(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool kept = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (kept) return {};
  return Error{ErrorCode::unavailable, fmt::format("{} could not be brought to the disk", path.string())};
}

Result<void> must_be_a_house(Db& db, const std::string& file) {
  const auto rows = db.run("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migration'");
  if (rows && !rows->empty()) return {};
  return invalid(fmt::format("{} is no database of Courtesy{}", file, rows ? "" : ": " + rows.error().message));
}

Result<void> must_be_whole(const fs::path& copy) {
  const auto db = TRY(SqliteDb::open({.path = copy.string(), .read_only = true}));
  const Rows said = TRY(db->run("PRAGMA integrity_check"));
  if (said.size() == 1 && said[0][0].text() == "ok") return {};
  return Error{ErrorCode::unavailable,
               fmt::format("the copy is not whole ({}), so the database is damaged: bring back an older backup",
                           said.empty() ? "nothing was said" : said[0][0].text())};
}

class BackupCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("--database DB", database_, "the database", Need::required);
    options.text("--to FOLDER", to_, "where the copy is put: one of its own for each backup", Need::required);
    told_.declare(options);
  }

  Result<int> run(Outside& outside) override {
    if (database_.find("://") != std::string::npos || TRY(shared_store())) {
      return invalid(
          "this house is on a PostgreSQL server: back it up with pg_dump or by archiving its WAL (point-in-time "
          "recovery), and copy secret.key beside it");
    }
    const fs::path database = database_, folder = to_;
    const fs::path copy = folder / database.filename(), key = folder / "secret.key";
    TRY(may_be_made(copy, key));
    TRY(copy_database(copy));
    const bool has_key = TRY(copy_key(database.parent_path() / "secret.key", key));
    TRY(make_durable(folder));
    told_.tell(outside, {{"database", copy.string()}, {"key", has_key ? boost::json::value(key.string()) : nullptr}},
               fmt::format("{} is the database as it was now, and whole. {}\nOf what is sent from now on it knows "
                           "nothing: see docs/runbook/bringing-a-backup-back.md before it is ever used.\n",
                           copy.string(),
                           has_key ? key.string() + " is its key: keep both together, and secret."
                                   : "There is no secret.key beside it yet: the first start makes one."));
    return 0;
  }

 private:
  Result<void> may_be_made(const fs::path& copy, const fs::path& key) const {
    std::error_code error;
    if (!fs::is_regular_file(database_, error))
      return Error{ErrorCode::not_found, fmt::format("there is no database {}", database_)};
    for (const auto& file : {copy, key}) {
      if (fs::exists(file, error)) {
        return Error{
            ErrorCode::conflict,
            fmt::format("{} is there already: a backup never takes another's place; name a new folder", file.string())};
      }
    }
    fs::create_directories(to_, error);
    if (!fs::is_directory(to_, error))
      return Error{ErrorCode::unavailable, fmt::format("the folder {} cannot be made", to_)};
    return {};
  }

  /// Under another name until it is known to be whole: what stands there with its own name is a backup.
  Result<void> copy_database(const fs::path& copy) const {
    const fs::path part = copy.string() + ".part";
    std::error_code error;
    fs::remove(part, error);  // of one that was interrupted
    const auto done = write(part);
    if (done) fs::rename(part, copy, error);
    if (done && !error) return {};
    std::error_code ignored;
    fs::remove(part, ignored);
    if (!done) return done;
    return Error{ErrorCode::unavailable, fmt::format("{} cannot be made: {}", copy.string(), error.message())};
  }

  Result<void> write(const fs::path& part) const {
    const auto opened = SqliteDb::open({.path = database_});
    if (!opened) return about_file(opened.error(), database_);
    const auto& db = *opened;
    TRY(must_be_a_house(*db, database_));
    TRY(make_private(part));
    TRY(db->run("VACUUM INTO $1", {part.string()}));
    TRY(must_be_whole(part));
    return make_durable(part);
  }

  static Result<bool> copy_key(const fs::path& from, const fs::path& to) {
    std::error_code error;
    if (!fs::exists(from, error)) return false;
    TRY(make_secret_file(to, TRY(read_secret_file(from)).reveal() + "\n"));
    return true;
  }

  std::string database_;
  std::string to_;
  Told told_;
};

}  // namespace

std::unique_ptr<Command> make_backup_command() { return std::make_unique<BackupCommand>(); }

}  // namespace courtesy::app
