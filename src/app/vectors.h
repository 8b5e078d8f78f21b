// The domain's rules as data, run against the program: files of cases in JSON, each with what is expected.
#pragma once

#include <filesystem>
#include <iosfwd>

namespace courtesy {

/// Runs every vector file in `where` (a folder, not its subfolders; or one file) and writes to `out`: each failure
/// with file, id, what was expected and what came out; what is skipped, by name; and last a count
/// `N passed, N failed, N skipped`. Files are known by what they hold, not by their names; other JSON is named and left
/// alone. tests/vectors/README.md says what the forms mean.
///
/// Returns 0 when nothing failed, 1 when something did, 2 when nothing could be run: no such folder, no vector file in
/// it, or a file that is not JSON.
int run_vectors(const std::filesystem::path& where, std::ostream& out);

}  // namespace courtesy
