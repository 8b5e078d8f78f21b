// What a statement's text says of it: of that it follows what may be put off, gathered, or known already.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace courtesy {

struct StatementNature {
  std::string sql;
  std::vector<std::string> tables;  ///< all that it names
  std::string table;                ///< that it writes to; empty: none
  /// Its answer is that it was done, which the next one's answer says too.
  bool read_by_nobody = false;
  /// Its first value is the account of all that it reads and writes.
  bool of_account = false;
  /// Rows that are added, and change nothing that is there.
  bool adds = false;

  bool names(std::string_view table) const;
};

StatementNature nature_of(std::string_view sql);

}  // namespace courtesy
