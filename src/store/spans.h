// A long stretch of time in pieces, so that no statement is long: PostgreSQL ends a read's after a second, and a count
// of a year on a busy machine may take more.
#pragma once

#include <algorithm>
#include <string_view>

#include "store/db.h"

namespace courtesy {

/// The rows of `sql` for [from, to) in order of time, asked for `length` at a time: its $1 is the account, $2 and $3
/// are from when until when. `more` stands for $4 and on.
inline Result<Rows> run_in_spans(Db& db, AccountId account, Instant from, Instant to, milliseconds length,
                                 std::string_view sql, std::span<const Value> more = {}) {
  Rows all;
  for (Instant begins = from; begins < to; begins += length) {
    std::vector<Value> values{account, begins, std::min(begins + length, to)};
    values.insert(values.end(), more.begin(), more.end());
    Rows rows = TRY(db.run(sql, values));
    std::move(rows.begin(), rows.end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace courtesy
