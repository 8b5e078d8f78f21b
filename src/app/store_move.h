// A whole installation from one database to another: a file to a server, or back.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/instant.h"
#include "store/db.h"

namespace courtesy::app {

/// A database that a house can lie in, and what of its catalogue the two kinds tell in different ways.
class MovableHouse {
 public:
  /// `sqlite:FILE` or `postgres://…`; brought up to date. Errors: `invalid` for another word, those of the databases.
  static Result<MovableHouse> open(const std::string& where, Instant now);

  Db& db() { return *db_; }
  /// Nobody else writes from here on.
  Result<void> begin();
  /// By name, without the one of migrations.
  Result<std::vector<std::string>> tables();
  /// By name.
  Result<std::vector<std::string>> columns(const std::string& table);
  /// Of the primary key, in its order.
  Result<std::vector<std::string>> key(const std::string& table);

 private:
  MovableHouse(std::unique_ptr<Db> db, bool server) : db_(std::move(db)), server_(server) {}
  Result<std::vector<std::string>> names(std::string_view sqlite, std::string_view postgres,
                                         std::initializer_list<Value> values);
  std::unique_ptr<Db> db_;
  bool server_;
};

struct MovedTable {
  std::string name;
  std::int64_t rows;
};

/// Copies everything, compares what arrived with what was sent by counts and hashes, and then stops the house that was
/// left, so that nobody is contacted from both; `left_for`: what its stop says. All of it or nothing.
/// Errors: `conflict` when `to` holds a house already; `unavailable` when a comparison fails, and the databases' own.
Result<std::vector<MovedTable>> move_house(MovableHouse& from, MovableHouse& to, const std::string& left_for,
                                           Instant now);

}  // namespace courtesy::app
