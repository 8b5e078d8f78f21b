#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <ostream>

#include "app/flow_commands.h"
#include "base/embedded.h"
#include "flow/builtin.h"
#include "flow/names.h"

namespace courtesy::app {
namespace {

constexpr std::string_view starters = "starters/";
constexpr std::string_view name_mark = "@NAME@";

/// `menu`, `reminder`.
std::vector<std::string> starter_names() {
  std::vector<std::string> names;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.name.starts_with(starters)) continue;
    const std::string_view rest = file.name.substr(starters.size());
    const std::string name(rest.substr(0, rest.find('/')));
    if (names.empty() || names.back() != name) names.push_back(name);
  }
  return names;
}

std::string with_name(std::string_view bytes, const std::string& name) {
  std::string text(bytes);
  for (auto at = text.find(name_mark); at != std::string::npos; at = text.find(name_mark, at + name.size())) {
    text.replace(at, name_mark.size(), name);
  }
  return text;
}

/// Of a starter, or of a shipped flow; none when there is neither.
std::vector<flow::Flow::File> files_from(const std::string& from) {
  std::vector<flow::Flow::File> files;
  const std::string prefix = fmt::format("{}{}/", starters, from);
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.name.starts_with(prefix)) continue;
    files.push_back({std::string(file.name.substr(prefix.size())), std::string(file.bytes)});
  }
  return files.empty() ? flow::builtin_files(from) : files;
}

Error cannot_write(const std::filesystem::path& path) {
  return Error{ErrorCode::unavailable, fmt::format("{} cannot be written", path.string())};
}

Result<void> write_new(const std::filesystem::path& path, const std::string& bytes) {
  std::error_code failed;
  std::filesystem::create_directories(path.parent_path(), failed);
  std::ofstream file(path, std::ios::binary);
  file << bytes;
  file.close();
  if (failed || !file) return cannot_write(path);
  return {};
}

class FlowNewCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("NAME", path_, "the folder to make; its last part is the flow's name", Need::required);
    options.text("--from STARTER", from_,
                 fmt::format("what to begin with: {}, or a shipped flow's name (default: reminder)",
                             flow::comma_list(starter_names())));
  }

  Result<void> check() override {
    std::filesystem::path path = path_;
    if (!path.has_filename()) path = path.parent_path();
    name_ = path.filename().string();
    const bool good =
        !name_.empty() && name_.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos;
    if (!good) return invalid(fmt::format("\"{}\" cannot name a flow: small letters, digits, - and _", name_));
    files_ = files_from(from_);
    if (files_.empty()) {
      return invalid(fmt::format("--from {}: there are {}, {}", from_, flow::comma_list(starter_names()),
                                 flow::comma_list(flow::builtin_flows())));
    }
    return {};
  }

  Result<int> run(Outside& outside) override {
    const std::filesystem::path folder = path_;
    std::error_code ignored;
    if (std::filesystem::exists(folder, ignored)) {
      return Error{ErrorCode::conflict, fmt::format("{} is there already; nothing was written", path_)};
    }
    for (const flow::Flow::File& file : files_) {
      const std::filesystem::path path = folder / file.name;
      const Result<void> written = write_new(path, with_name(file.bytes, name_));
      if (!written) return written.error();
      outside.out << path.generic_string() << "\n";
    }
    outside.out << fmt::format(
        "\nIt works as it is. Try it, then change what it says and what its keys do:\n"
        "  courtesy flow play {0}      it calls you, in this terminal\n"
        "  courtesy flow check {0}     0 findings, or what to mend and where\n"
        "  courtesy flow test {0}      its conversations go as written\n"
        "  courtesy flow walk {0}      every path ends\n",
        path_);
    return 0;
  }

 private:
  std::string path_;
  std::string name_;
  std::string from_ = "reminder";
  std::vector<flow::Flow::File> files_;
};

}  // namespace

std::unique_ptr<Command> make_flow_new_command() { return std::make_unique<FlowNewCommand>(); }

}  // namespace courtesy::app
