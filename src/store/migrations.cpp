#include "store/migrations.h"

#include <fmt/format.h>

#include <map>

#include "base/bytes.h"
#include "base/embedded.h"

namespace courtesy {
namespace {

constexpr std::string_view folder = "migrations/";
constexpr std::string_view contract_ending = ".contract.sql";
/// A node whose watch looks as rarely as it may writes every five.
constexpr minutes heard_lately{10};

/// Splits at semicolons that end a line, but for those inside a trigger's one-line body.
std::vector<std::string> statements(std::string_view sql) {
  std::vector<std::string> found(1);
  while (!sql.empty()) {
    const std::size_t end = std::min(sql.find('\n'), sql.size());
    std::string_view line = sql.substr(0, end);
    sql.remove_prefix(std::min(sql.size(), end + 1));
    line = line.substr(0, line.find("--"));
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
    if (line.empty()) continue;
    found.back().append(line).append("\n");
    if (line.back() == ';') found.emplace_back();
  }
  found.pop_back();
  return found;
}

Result<void> apply(Db& db, std::string_view name, std::string_view sql, const std::string& digest, Instant now) {
  TRY(db.begin());
  const auto all = [&]() -> Result<void> {
    for (const auto& statement : statements(sql)) TRY(db.run(statement));
    TRY(db.run("INSERT INTO migration (name, sha256, applied_at) VALUES ($1, $2, $3)", {name, digest, now}));
    return {};
  };
  if (const Result<void> done = all(); !done) {
    db.roll_back();
    return Error{done.error().code, fmt::format("migration {}: {}", name, done.error().message)};
  }
  if (db.commit() != CommitEnding::committed)
    return Error{ErrorCode::unavailable, "a migration could not be committed"};
  return {};
}

}  // namespace

Result<void> migrate(Db& db, std::string_view node, Instant now) {
  TRY(
      db.run("CREATE TABLE IF NOT EXISTS migration (name TEXT NOT NULL PRIMARY KEY, sha256 TEXT NOT NULL,"
             " applied_at {I64} NOT NULL) {STRICT}"));
  std::map<std::string, std::string, std::less<>> applied;
  for (const auto& row : TRY(db.run("SELECT name, sha256 FROM migration"))) applied[row[0].text()] = row[1].text();
  for (const auto& file : embedded_files()) {
    if (file.name.rfind(folder, 0) != 0) continue;
    const std::string_view name = file.name.substr(folder.size());
    const std::string digest = hex(sha256(file.bytes));
    const auto known = applied.find(name);
    if (known == applied.end()) {
      if (contracts(name)) TRY(no_older_program_runs(db, name, node, now));
      TRY(apply(db, name, file.bytes, digest, now));
    } else if (known->second != digest) {
      return invalid(
          fmt::format("migration {} was applied in another form: this database belongs to another build", name));
    } else {
      applied.erase(known);
    }
  }
  for (const auto& [name, digest] : applied) {
    // What a newer program has only added does not concern this one.
    if (!contracts(name)) continue;
    return invalid(fmt::format(
        "the database has migration {}, which takes away what this program needs: use the newer program that "
        "made it",
        name));
  }
  return {};
}

std::string newest_migration() {
  std::string newest;
  for (const auto& file : embedded_files()) {
    if (file.name.starts_with(folder)) newest = file.name.substr(folder.size());
  }
  return newest;
}

bool contracts(std::string_view name) { return name.ends_with(contract_ending); }

Result<void> no_older_program_runs(Db& db, std::string_view name, std::string_view node, Instant now) {
  for (const Row& row :
       TRY(db.run("SELECT n.node, n.version FROM node n WHERE n.newest_migration < $1 AND n.node <> $3 AND EXISTS"
                  " (SELECT 1 FROM heartbeat h WHERE h.node = n.node AND h.at > $2) ORDER BY n.node",
                  {name, now - heard_lately, node}))) {
    return Error{
        ErrorCode::conflict,
        fmt::format("migration {} takes away what node {} (version {}) needs, which was heard of in the last {} "
                    "minutes: let all nodes run the version before this one first, or stop that node",
                    name, row[0].text(), row[1].text(), heard_lately.count())};
  }
  return {};
}

}  // namespace courtesy
