#include "flow/archive.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"

namespace courtesy::flow {
namespace {

using Folders = std::map<std::string, std::vector<Flow::File>, std::less<>>;

/// One line a file, `FOLDER/FILE BASE64`, after a first one with the flow's name.
bool is_writable(std::string_view name) { return !name.empty() && name.find_first_of(" \n\r") == std::string::npos; }

Result<void> write(std::string& text, std::string_view folder, const std::vector<Flow::File>& files) {
  for (const Flow::File& file : files) {
    if (!is_writable(file.name)) return invalid(fmt::format("\"{}\" is no name of a flow's file", file.name));
    text += fmt::format("{}/{} {}\n", folder, file.name, base64(file.bytes));
  }
  return {};
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(text.size(), end + 1));
  return line;
}

Result<void> read(std::string_view line, Folders& folders) {
  const std::size_t slash = line.find('/');
  const std::size_t space = line.rfind(' ');
  if (slash == std::string_view::npos || space == std::string_view::npos || space < slash) {
    return invalid("a line of a kept flow is not `FOLDER/FILE BASE64`");
  }
  folders[std::string(line.substr(0, slash))].push_back(
      {std::string(line.substr(slash + 1, space - slash - 1)), TRY(from_base64(line.substr(space + 1)))});
  return {};
}

}  // namespace

Result<std::string> archive(std::string_view name, const std::vector<Flow::File>& files, const Flow::Others& others) {
  if (!is_writable(name) || name.find('/') != std::string_view::npos) {
    return invalid(fmt::format("\"{}\" is no name of a flow: it must be that of a folder, without spaces", name));
  }
  Folders run;
  const Flow::Others noting = [&](std::string_view other) {
    std::vector<Flow::File> its = others ? others(other) : std::vector<Flow::File>{};
    run[std::string(other)] = its;
    return its;
  };
  TRY(Flow::load(name, files, noting));
  std::string text = fmt::format("{}\n", name);
  TRY(write(text, name, files));
  for (const auto& [folder, its] : run) TRY(write(text, folder, its));
  return text;
}

Result<std::vector<Flow::File>> archived_files(std::string_view text) {
  const std::string_view name = take_line(text);
  Folders folders;
  while (!text.empty()) TRY(read(take_line(text), folders));
  const auto own = folders.find(name);
  if (own == folders.end()) return invalid("a kept flow has no files of its own");
  return std::move(own->second);
}

Result<Flow> load_archived(std::string_view text) {
  const std::string_view name = take_line(text);
  Folders folders;
  while (!text.empty()) TRY(read(take_line(text), folders));
  const auto own = folders.find(name);
  if (own == folders.end()) return invalid("a kept flow has no files of its own");
  return Flow::load(name, own->second, [&](std::string_view other) {
    const auto found = folders.find(other);
    return found == folders.end() ? std::vector<Flow::File>{} : found->second;
  });
}

}  // namespace courtesy::flow
