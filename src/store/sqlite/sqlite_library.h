// SQLite's settings for the whole process.
#pragma once

namespace courtesy {

/// To be called before anything else of SQLite, any number of times, from any thread. SQLite then counts no memory: its
/// count is kept under one lock for all connections, and costs two threads a quarter of their time.
void set_up_sqlite();

}  // namespace courtesy
