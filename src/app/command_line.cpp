#include "app/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>

#include "app/version.h"
#include "base/nearest.h"

namespace courtesy::app {
namespace {

constexpr int failure = 1;
constexpr int usage = 2;

std::string one_line(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

/// Options over CLI11.
class Cli11Options final : public Options {
 public:
  explicit Cli11Options(CLI::App& cli) : cli_(cli) {}

  void flag(std::string_view name, bool& value, std::string_view help) override {
    cli_.add_flag(std::string(name), value, std::string(help));
  }
  void text(std::string_view name, std::string& value, std::string_view help, Need need) override {
    add(name, value, help, need);
  }
  void texts(std::string_view name, std::vector<std::string>& values, std::string_view help) override {
    add(name, values, help, Need::optional)->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  }
  void number(std::string_view name, std::int64_t& value, std::string_view help, Need need) override {
    add(name, value, help, need);
  }

 private:
  template <typename T>
  CLI::Option* add(std::string_view name, T& value, std::string_view help, Need need) {
    const std::size_t space = name.find(' ');
    CLI::Option* option = cli_.add_option(std::string(name.substr(0, space)), value, std::string(help));
    option->type_name(space == std::string_view::npos ? "" : std::string(name.substr(space + 1)));
    return option->required(need == Need::required);
  }
  CLI::App& cli_;
};

std::string_view first_word(std::string_view words) { return words.substr(0, words.find(' ')); }

/// Commands of one first word are one line, told by what its `list` shows: `held list, release, discard`; where the
/// word alone is one too, `ledger [verify, prune]`.
struct OverviewLine {
  std::string words;
  std::string_view summary;
};

std::vector<OverviewLine> overview(std::span<const CommandEntry> commands) {
  std::vector<OverviewLine> lines;
  for (const auto& command : commands) {
    const std::string_view first = first_word(command.words);
    if (lines.empty() || first_word(lines.back().words) != first) {
      lines.push_back({std::string(command.words), command.summary});
      continue;
    }
    if (command.words == first) {  // stands behind the longer ones
      lines.back() = {lines.back().words.replace(first.size(), 1, " [") + "]", command.summary};
      continue;
    }
    lines.back().words.append(", ").append(command.words.substr(first.size() + 1));
    if (command.words.ends_with(" list")) lines.back().summary = command.summary;
  }
  return lines;
}

void print_overview(std::span<const CommandEntry> commands, std::ostream& out) {
  const auto lines = overview(commands);
  constexpr std::size_t widest = 32;  // one with many words stands out of the column, and leaves the others theirs
  std::size_t width = 0;
  for (const auto& line : lines) width = std::max(width, line.words.size() > widest ? 0 : line.words.size());
  out << "Courtesy reminds people of their appointments, and never makes the contact it shouldn't.\n";
  for (const auto& line : lines) out << fmt::format("  {:<{}}  {}\n", line.words, width, line.summary);
  out << "`courtesy COMMAND --help` says what a command takes.\n";
}

/// The commands that begin with that word, as `courtesy held --help` asks; false where there are none.
bool print_group(std::span<const CommandEntry> commands, std::string_view word, std::ostream& out) {
  std::vector<const CommandEntry*> group;
  std::size_t width = 0;
  for (const auto& entry : commands) {
    if (first_word(entry.words) != word) continue;
    group.push_back(&entry);
    width = std::max(width, entry.words.size());
  }
  for (const auto* entry : group) out << fmt::format("  courtesy {:<{}}  {}\n", entry->words, width, entry->summary);
  if (!group.empty()) out << fmt::format("`courtesy {} --help` says what one takes.\n", group.front()->words);
  return !group.empty();
}

bool asks_for_help(const std::vector<std::string>& arguments) {
  return arguments.size() == 2 && (arguments[1] == "--help" || arguments[1] == "-h");
}

struct Found {
  const CommandEntry* entry = nullptr;
  std::size_t words = 0;
};

Found find(std::span<const CommandEntry> commands, const std::vector<std::string>& arguments) {
  for (const auto& entry : commands) {
    const std::string_view first = first_word(entry.words);
    if (arguments[0] != first) continue;
    if (first == entry.words) return {&entry, 1};
    if (arguments.size() > 1 && arguments[1] == entry.words.substr(first.size() + 1)) return {&entry, 2};
  }
  return {};
}

int not_found(std::span<const CommandEntry> commands, const std::string& word, std::ostream& err) {
  std::string near;
  for (const auto& entry : commands) {
    if (first_word(entry.words) == word)
      near += fmt::format("{}`courtesy {}`", near.empty() ? "" : " or ", entry.words);
  }
  if (near.empty()) {
    std::vector<std::string_view> first_words;
    for (const auto& entry : commands) first_words.push_back(first_word(entry.words));
    const std::string_view meant = nearest(first_words, word);
    err << fmt::format("courtesy: there is no command \"{}\"{}; `courtesy` alone lists those there are\n",
                       one_line(word), meant.empty() ? "" : fmt::format(": `courtesy {}`?", meant));
  } else {
    err << fmt::format("courtesy {}: say {}\n", word, near);
  }
  return usage;
}

/// Reads the rest of the command line into `command`: an exit code when that ends it.
std::optional<int> parse(CLI::App& cli, std::vector<std::string> rest, std::string_view words, Outside& outside) {
  std::reverse(rest.begin(), rest.end());  // as CLI11 takes them
  try {
    cli.parse(rest);
  } catch (const CLI::CallForHelp&) {
    outside.out << cli.help();
    return 0;
  } catch (const CLI::ParseError& error) {
    outside.err << fmt::format("courtesy {0}: {1} (`courtesy {0} --help` says what it takes)\n", words,
                               one_line(error.what()));
    return usage;
  }
  return std::nullopt;
}

int report(const Error& error, std::string_view words, int code, Outside& outside) {
  outside.err << fmt::format("courtesy {}: {}\n", words, one_line(error.message));
  return code;
}

}  // namespace

int run_command_line(std::span<const CommandEntry> commands, const std::vector<std::string>& arguments,
                     Outside& outside) {
  if (arguments.size() > 1 && arguments[0] == "help") {
    std::vector<std::string> words(arguments.begin() + 1, arguments.end());
    words.emplace_back("--help");
    return run_command_line(commands, words, outside);
  }
  if (arguments.empty() || arguments[0] == "--help" || arguments[0] == "-h" || arguments[0] == "help") {
    print_overview(commands, outside.out);
    return 0;
  }
  if (arguments[0] == "--version" || arguments[0] == "version") {
    outside.out << fmt::format("courtesy {}{}\n", version, commit().empty() ? "" : fmt::format(" ({})", commit()));
    return 0;
  }
  const Found found = find(commands, arguments);
  if (found.entry == nullptr && asks_for_help(arguments) && print_group(commands, arguments[0], outside.out)) return 0;
  if (found.entry == nullptr) return not_found(commands, arguments[0], outside.err);
  const auto command = found.entry->make();
  CLI::App cli{std::string(found.entry->summary), fmt::format("courtesy {}", found.entry->words)};
  Cli11Options options(cli);
  command->declare(options);
  const auto words = found.entry->words;
  std::vector<std::string> rest(arguments.begin() + static_cast<std::ptrdiff_t>(found.words), arguments.end());
  if (const auto code = parse(cli, std::move(rest), words, outside)) return *code;
  if (const auto sensible = command->check(); !sensible) return report(sensible.error(), words, usage, outside);
  const auto result = command->run(outside);
  return result ? *result : report(result.error(), words, failure, outside);
}

}  // namespace courtesy::app
