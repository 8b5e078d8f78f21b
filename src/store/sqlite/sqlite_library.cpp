#include "store/sqlite/sqlite_library.h"

#include <sqlite3.h>

namespace courtesy {

void set_up_sqlite() {
  // Refused once SQLite is in use; then all is as before, only slower. A connection is one thread's at a time.
  static const int done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) | sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
  static_cast<void>(done);
}

}  // namespace courtesy
