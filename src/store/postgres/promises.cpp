#include "store/postgres/promises.h"

#include <fmt/format.h>

#include "base/whole_number.h"

namespace courtesy {
namespace {

constexpr int oldest_version = 150'000;

bool by_bytes(std::string_view order) {
  return order == "C" || order == "POSIX" || order == "C.UTF-8" || order == "C.utf8";
}

}  // namespace

Result<void> check_promises(Db& db) {
  const Rows rows = TRY(
      db.run("SELECT current_setting('server_version_num'), current_setting('fsync'),"
             " current_setting('full_page_writes'), datcollate FROM pg_database WHERE datname = current_database()"));
  const Row& row = rows.at(0);
  if (whole_number<int>(row[0].text()).value_or(0) < oldest_version)
    return Error{ErrorCode::unavailable, "PostgreSQL 15 or newer is needed"};
  if (row[1].text() != "on" || row[2].text() != "on") {
    return Error{ErrorCode::unavailable,
                 "the server runs with fsync or full_page_writes off: what it says is kept may be gone after a crash, "
                 "and people would be called twice. Set both to on."};
  }
  if (by_bytes(row[3].text())) return {};
  return invalid(
      fmt::format("the database orders texts by the rules of {}; it must be by their bytes: create it with"
                  " `createdb --template=template0 --locale=C.UTF-8 NAME`",
                  row[3].text()));
}

Result<std::optional<std::string>> why_no_writes(Db& db) {
  const Row row = TRY(db.run("SELECT current_setting('transaction_read_only'), pg_is_in_recovery()"))[0];
  if (row[0].text() != "on") return std::optional<std::string>();
  const bool is_replica = row[1].number() != 0;
  return std::optional<std::string>(
      is_replica ? "the database is a replica, which takes no writes: point COURTESY_STORE at the primary, or name all "
                   "servers in it with target_session_attrs=read-write"
                 : "the database takes no writes: default_transaction_read_only is on");
}

}  // namespace courtesy
