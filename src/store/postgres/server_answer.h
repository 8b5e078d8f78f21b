// What the server answers, as the house's values.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "store/db.h"

struct pg_result;

namespace courtesy {

/// Oid of pg_type, which never changes; 0: the server finds out.
using PostgresType = unsigned;
namespace postgres_type {
inline constexpr PostgresType unsaid = 0, boolean = 16, int8 = 20, int2 = 21, int4 = 23, text = 25, numeric = 1700;
}

struct ClearServerAnswer {
  void operator()(pg_result* result) const;
};
using ServerAnswer = std::unique_ptr<pg_result, ClearServerAnswer>;

/// It was done, and what it found is there.
bool is_good(const ServerAnswer& answer);
/// Appends what was found.
void read_rows(const pg_result* answer, Rows& found);
/// Of a prepared statement that was described: the types of its values.
std::vector<PostgresType> types_in(const pg_result* answer);
/// What was done, as the server names it: `COMMIT`.
std::string done_by(const pg_result* answer);

}  // namespace courtesy
