// One statement for many rows of values, where the seam's statement is for one: PostgreSQL takes them as arrays.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace courtesy {

/// `sql` with `$k` taken from row after row of arrays: `$k` of the new statement is the array of what was `$k`, of the
/// type named in `types`. A SELECT gives each row's answer with the row's number (from 1) in front, in that order; an
/// UPDATE changes, and an INSERT adds, what the rows name, which must be different things. None: a statement of another
/// form.
std::optional<std::string> for_many_rows(std::string_view sql, std::span<const std::string_view> types);

}  // namespace courtesy
