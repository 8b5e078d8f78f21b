#include "app/flow_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "app/files.h"
#include "flow/builtin.h"
#include "flow/names.h"

namespace courtesy::app {
namespace {

constexpr std::size_t most_files = 2'000;
constexpr std::size_t most_bytes = 32 * 1024 * 1024;

bool is_of_a_flow(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  return !name.starts_with('.') && !name.ends_with('~');
}

Result<std::vector<flow::Flow::File>> read_files(const std::filesystem::path& folder) {
  std::vector<flow::Flow::File> files;
  std::error_code failed;
  std::filesystem::recursive_directory_iterator entries(folder, failed);
  for (; !failed && entries != std::filesystem::recursive_directory_iterator(); entries.increment(failed)) {
    if (!is_of_a_flow(entries->path())) {
      entries.disable_recursion_pending();
    } else if (std::error_code unreadable; entries->is_regular_file(unreadable)) {
      if (files.size() == most_files) {
        return invalid(fmt::format("{} has more than {} files: that is no flow", folder.string(), most_files));
      }
      files.push_back(
          {entries->path().lexically_relative(folder).generic_string(), TRY(read_file(entries->path(), most_bytes))});
    } else if (unreadable) {
      return Error{ErrorCode::unavailable, fmt::format("{}: {}", entries->path().string(), unreadable.message())};
    }
  }
  if (failed) return Error{ErrorCode::unavailable, fmt::format("{}: {}", folder.string(), failed.message())};
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return files;
}

/// A flow that cannot be read is as good as none: the checker says that it is missing.
flow::Flow::Others beside(const std::filesystem::path& folder) {
  return [folder](std::string_view name) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(folder / name / "flow.toml", ignored)) {
      auto files = read_files(folder / name);
      if (files) return std::move(*files);
    }
    return flow::builtin_files(name);
  };
}

}  // namespace

const flow::Flow::File* FlowFolder::file(std::string_view file_name) const {
  const auto found = std::find_if(files.begin(), files.end(), [&](const auto& one) { return one.name == file_name; });
  return found == files.end() ? nullptr : &*found;
}

Result<flow::Flow> FlowFolder::load() const {
  const std::vector<flow::Finding> faults = this->faults();
  if (faults.empty()) return flow::Flow::load(name, files, others);
  return invalid(fmt::format("{}{}; `courtesy flow check` shows {}", prefix, flow::to_string(faults.front()),
                             faults.size() == 1 ? "it" : fmt::format("all {} findings", faults.size())));
}

Result<FlowFolder> read_flow_folder(const std::string& path_or_name) {
  std::filesystem::path path = path_or_name;
  std::error_code ignored;
  if (std::filesystem::is_regular_file(path, ignored)) path = path.has_parent_path() ? path.parent_path() : ".";
  if (std::filesystem::is_regular_file(path / "flow.toml", ignored)) {
    const std::string shown = path.generic_string();
    std::filesystem::path whole = std::filesystem::weakly_canonical(path, ignored);
    if (!whole.has_filename()) whole = whole.parent_path();
    return FlowFolder{.name = whole.filename().string(),
                      .prefix = shown == "." ? "" : shown + (shown.ends_with('/') ? "" : "/"),
                      .files = TRY(read_files(path)),
                      .others = beside(whole.parent_path())};
  }
  auto files = flow::builtin_files(path_or_name);
  if (!files.empty()) {
    return FlowFolder{
        .name = path_or_name, .prefix = path_or_name + "/", .files = std::move(files), .others = flow::builtin_files};
  }
  return Error{ErrorCode::not_found,
               fmt::format("\"{}\" is no folder with a flow.toml in it, and no shipped flow: there are {}",
                           path_or_name, flow::comma_list(flow::builtin_flows()))};
}

}  // namespace courtesy::app
