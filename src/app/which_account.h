// `--database` and `--account`, as most commands have them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "app/command.h"
#include "app/database.h"

namespace courtesy::app {

struct WhichAccount {
  std::string database;
  std::int64_t account = 0;  ///< 0: the only one

  void declare(Options& options);
  /// Errors: `not_found` where there is no such file.
  Result<std::unique_ptr<Database>> open(Outside& outside) const;
  /// A unit of that account. Errors: also those of Database::account() and of the work.
  Result<void> write(Outside& outside, Work work) const;
  Result<void> read(Outside& outside, Work work) const;
};

}  // namespace courtesy::app
