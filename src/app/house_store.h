// Where the house's data is: in a file, or on the PostgreSQL server that several nodes share.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/loop.h"
#include "node/role.h"
#include "store/store.h"
#include "store/unit.h"

namespace courtesy::app {

/// The server that COURTESY_STORE names (`postgres://user@host:port/database`). Errors: `invalid` for any other word.
Result<std::optional<std::string>> shared_store();

/// This node's name among those of its house: COURTESY_NODE, else `server`, on a shared store the machine's name. One
/// that only answers has another one (`web`, `MACHINE-web`), so that it can stand beside one that sends.
Result<std::string> node_name(Role role);

/// The store on the shared server, or in the file `database`, which is made where it is not there. An empty `node` is a
/// tool without a life of its own. `cache_mib` is a file's. Errors: those of the stores.
Result<std::unique_ptr<Store>> open_house_store(const std::string& database, const std::string& node, Loop& loop,
                                                const Clock& clock, const StoreSettings& settings, int cache_mib);

/// The same error with the file's name, and what to do about a file that is damaged or no database.
Error about_file(Error error, const std::string& file);

/// Whether somebody's wish not to be contacted is kept there. Errors: it cannot be read.
Result<bool> has_opt_outs(const std::string& database);

}  // namespace courtesy::app
