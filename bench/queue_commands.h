// What courtesy_bench_queue does. `where`: a file, or `postgres://…`. Each prints one line of JSON.
#pragma once

#include <string>

#include "base/instant.h"

namespace courtesy::bench {

/// Says `ready`, and waits for a line: what is measured begins together.
void wait_to_begin();

/// When client `i` is due: all at one moment, or, with seconds between them, one after the other.
Instant due_of(int i, double spread);

/// Sends all that is due, as the dispatcher of a server does. Ends when nothing is due within a minute. The house's
/// clock shows `now`.
int drain(const std::string& where, const std::string& name, Instant now, double spread);

struct Planning {
  int reminders = 0;
  int keys = 0;         ///< different ones
  int a_unit = 1;       ///< reminders
  int units = 1;        ///< at once
  bool import = false;  ///< from the booking on; else of appointments that are there
};
int plan(const std::string& where, const Planning& planning);

/// Unique rows of SQLite alone, so many a durable commit.
int insert_rows(const std::string& file, int rows, int a_commit);

}  // namespace courtesy::bench
