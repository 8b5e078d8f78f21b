// What lies beside the database: the key of the house, and the mark of the one server that works on it.
#pragma once

#include <memory>
#include <string>

#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"

namespace courtesy::app {

/// `secret.key` in the database's folder, made on the first call with mode 0600. Opt-outs are kept under it: with
/// another key nobody's opt-out would be found again, so where the database is older than the key this is an error.
Result<Secret<std::string>> house_key(const std::string& database, Random& random);

/// While it lives no other server can have one for this database; a killed process lets it go.
class ServerMark {
 public:
  /// Errors: `conflict` when another process has it, `unavailable` when `DATABASE.lock` cannot be made.
  /// `role`: `lock`, or another word for one that only watches; each has a file of its own, so that both can run.
  static Result<std::unique_ptr<ServerMark>> take(const std::string& database, const std::string& role = "lock");
  /// Whether another process has it now. Nothing is made.
  static bool held(const std::string& database, const std::string& role = "lock");
  ~ServerMark();

 private:
  explicit ServerMark(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace courtesy::app
