// Bugs planted on purpose, to see whether the simulation finds them. In every other build they are not there at all.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace courtesy {

enum class Bug {
  none,
  recheck_skipped,       ///< validity is not asked again in the intent's transaction
  epoch_ignored,         ///< an older life of a node may still write
  caps_counted_late,     ///< a contact is counted once it was sent, and not with its intent
  unknown_retried,       ///< what may have reached somebody is sent again
  id_from_instant,       ///< a reminder's id is made from the instant instead of the authoritative start
  commits_not_synced,    ///< synchronous=OFF while the power fails
  opt_out_read_outside,  ///< the opt-outs are read before the intent's transaction
  absent_placed_again,   ///< a call that the gateway does not know is placed once more
};

#ifdef COURTESY_PLANTED_BUGS
inline namespace with_planted_bugs {
/// The one that is switched on, for the whole process, before anything runs.
inline Bug planted_bug = Bug::none;
inline bool planted(Bug bug) { return planted_bug == bug; }
}  // namespace with_planted_bugs
#else
constexpr bool planted(Bug) { return false; }
#endif

std::string_view to_string(Bug bug);
std::optional<Bug> bug_named(std::string_view name);
/// All but `none`.
std::span<const Bug> all_bugs();

}  // namespace courtesy
