#include "base/planted.h"

#include <array>

namespace courtesy {
namespace {

constexpr std::array bugs{Bug::recheck_skipped,      Bug::epoch_ignored,      Bug::caps_counted_late,
                          Bug::unknown_retried,      Bug::id_from_instant,    Bug::commits_not_synced,
                          Bug::opt_out_read_outside, Bug::absent_placed_again};

}  // namespace

std::string_view to_string(Bug bug) {
  switch (bug) {
    case Bug::none: return "none";
    case Bug::recheck_skipped: return "recheck_skipped";
    case Bug::epoch_ignored: return "epoch_ignored";
    case Bug::caps_counted_late: return "caps_counted_late";
    case Bug::unknown_retried: return "unknown_retried";
    case Bug::id_from_instant: return "id_from_instant";
    case Bug::commits_not_synced: return "commits_not_synced";
    case Bug::opt_out_read_outside: return "opt_out_read_outside";
    case Bug::absent_placed_again: return "absent_placed_again";
  }
  return "";
}

std::optional<Bug> bug_named(std::string_view name) {
  for (const Bug bug : bugs) {
    if (to_string(bug) == name) return bug;
  }
  return std::nullopt;
}

std::span<const Bug> all_bugs() { return bugs; }

}  // namespace courtesy
