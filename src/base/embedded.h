// Files that live inside the binary (cmake/embedded.cmake): migrations, flows, data tables, the page.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace courtesy {

struct EmbeddedFile {
  std::string_view name;  ///< `flows/appointment-reminder/flow.toml`
  std::string_view bytes;
};

/// All, sorted by name.
std::span<const EmbeddedFile> embedded_files();
std::optional<std::string_view> embedded_file(std::string_view name);

}  // namespace courtesy
