// Files as the commands take and make them.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "base/secret.h"

namespace courtesy::app {

/// The whole file. Errors name the file: `not_found`; `invalid` for a folder or more than `most_bytes`; `unavailable`.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t most_bytes);

/// The same of a calendar or table, which can be exported in parts.
Result<std::string> read_export(const std::filesystem::path& path, std::size_t most_bytes);

/// A secret of one line, without the line's end: at most 4 KiB. Errors, besides those of read_file: `invalid` when it
/// is empty, or when anybody but its owner may read or write it (mode 0600 or 0400 is asked for).
Result<Secret<std::string>> read_secret_file(const std::filesystem::path& path);

/// Makes the file with mode 0600; never overwrites. Errors: `conflict` when there is one, `unavailable`.
Result<void> make_secret_file(const std::filesystem::path& path, const std::string& text);

/// Makes an empty file with mode 0600 where there is none: what is made by SQLite beside it takes the same mode.
Result<void> make_private(const std::filesystem::path& path);

/// Anybody but its owner may read it, or write to it.
bool read_by_others(const std::filesystem::path& path);

}  // namespace courtesy::app
