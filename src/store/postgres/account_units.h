// Several units, of one account or more, as one transaction on the server.
#pragma once

#include <set>
#include <span>

#include "store/grouper.h"
#include "store/postgres/seen_marks.h"

namespace courtesy {

/// A new life of the node; none of the older one's units is under way then, and none can begin any more.
/// Errors: the database's.
Result<std::int64_t> begin_life(Db& db, const std::string& node, const Clock& clock, const StoreSettings& settings);

/// All of the jobs, or none of them: with more than one, each is then to be run by itself. An account's stand together,
/// in their order. `done` is left to the caller. Lock order: the node's lock (shared, so that its epoch stays), the
/// guard rows, the rest. Of an account all of whose jobs may be put off, a guard that another node has is not waited
/// for: its jobs are not run. `seen` is told what was committed; `written`: the accounts whose jobs were run. Fencing
/// as in run_group.
WriteEnding run_together(Db& db, std::span<WriteJob> jobs, const Clock& clock, const StoreSettings& settings,
                         const NodeEpoch& node, SeenMarks* seen = nullptr, std::set<AccountId>* written = nullptr);

/// The database is older than what this node has seen: the house is stopped, and this life of the node is the newest
/// again. Errors: it could not be committed.
Result<void> stop_since_it_went_back(Db& db, std::int64_t accounts, const Clock& clock, const StoreSettings& settings,
                                     const NodeEpoch& node);
/// Of this node, as it stands there; 0: it does not know the node.
Result<std::int64_t> stored_epoch(Db& db, const NodeEpoch& node);

}  // namespace courtesy
