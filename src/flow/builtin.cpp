#include "flow/builtin.h"

#include <fmt/format.h>

#include "base/embedded.h"
#include "flow/names.h"

namespace courtesy::flow {
namespace {
constexpr std::string_view folder = "flows/";
}

std::vector<std::string> builtin_flows() {
  std::vector<std::string> names;
  for (const EmbeddedFile& file : embedded_files()) {
    constexpr std::string_view marker = "/flow.toml";
    if (!file.name.starts_with(folder) || !file.name.ends_with(marker)) continue;
    names.emplace_back(file.name.substr(folder.size(), file.name.size() - folder.size() - marker.size()));
  }
  return names;
}

std::vector<Flow::File> builtin_files(std::string_view name) {
  std::vector<Flow::File> files;
  const std::string prefix = fmt::format("{}{}/", folder, name);
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.name.starts_with(prefix)) continue;
    files.push_back({std::string(file.name.substr(prefix.size())), std::string(file.bytes)});
  }
  return files;
}

Result<Flow> load_builtin(std::string_view name) {
  const auto files = builtin_files(name);
  if (files.empty()) {
    return Error{ErrorCode::not_found,
                 fmt::format("no flow is called \"{}\": there are {}", name, comma_list(builtin_flows()))};
  }
  return Flow::load(name, files, builtin_files);
}

}  // namespace courtesy::flow
