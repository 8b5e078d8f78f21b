#include "app/house_store.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>

#include "app/files.h"
#include "store/postgres/postgres_db.h"
#include "store/postgres/postgres_store.h"
#include "store/sqlite/sqlite_db.h"
#include "store/sqlite/sqlite_store.h"

namespace courtesy::app {
namespace {

Result<bool> opt_outs_in(Db& db, std::string_view has_table) {
  if (TRY(db.run(has_table)).empty()) return false;
  return !TRY(db.run("SELECT 1 FROM suppression LIMIT 1")).empty();
}

}  // namespace

Result<std::optional<std::string>> shared_store() {
  const char* named = std::getenv("COURTESY_STORE");
  if (named == nullptr || *named == '\0') return std::optional<std::string>{};
  const std::string_view url = named;
  if (url.starts_with("postgres://") || url.starts_with("postgresql://")) return std::optional(std::string(url));
  return invalid("COURTESY_STORE must be postgres://user@host:port/database; without it the data is in a file");
}

Result<std::string> node_name(Role role) {
  if (const char* named = std::getenv("COURTESY_NODE"); named != nullptr && *named != '\0') return std::string(named);
  if (!TRY(shared_store())) return std::string(role == Role::web ? "web" : "server");
  std::array<char, 256> machine{};
  if (::gethostname(machine.data(), machine.size() - 1) != 0 || machine.front() == '\0')
    return Error{ErrorCode::unavailable, "this machine has no name: give the node one as COURTESY_NODE"};
  return std::string(machine.data()) + (role == Role::web ? "-web" : "");
}

Result<std::unique_ptr<Store>> open_house_store(const std::string& database, const std::string& node, Loop& loop,
                                                const Clock& clock, const StoreSettings& settings, int cache_mib) {
  if (const auto server = TRY(shared_store()))
    return std::unique_ptr<Store>(TRY(PostgresStore::open({.url = *server}, node, loop, clock, settings)));
  TRY(make_private(database));
  auto store = SqliteStore::open(database, node, loop, clock, settings, cache_mib);
  if (!store) return about_file(store.error(), database);
  return std::unique_ptr<Store>(std::move(*store));
}

Error about_file(Error error, const std::string& file) {
  const bool damaged =
      error.message.find("not a database") != std::string::npos || error.message.find("malformed") != std::string::npos;
  if (error.message.find(file) == std::string::npos) error.message = fmt::format("{}: {}", file, error.message);
  if (damaged) {
    error.message +=
        ". If the path is right, leave the file as it is and bring back the backup: "
        "docs/runbook/bringing-a-backup-back.md";
  }
  return error;
}

Result<bool> has_opt_outs(const std::string& database) {
  if (const auto server = TRY(shared_store())) {
    const auto db = TRY(PostgresDb::open({.url = *server}));
    return opt_outs_in(*db,
                       "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'suppression'");
  }
  std::error_code ignored;
  if (!std::filesystem::exists(database, ignored)) return false;
  const auto db = TRY(SqliteDb::open({.path = database}));
  return opt_outs_in(*db, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'suppression'");
}

}  // namespace courtesy::app
