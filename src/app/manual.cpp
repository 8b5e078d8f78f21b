#include "app/manual.h"

#include <fmt/format.h>

#include <map>
#include <vector>

namespace courtesy::app {
namespace {

struct Declared {
  std::string name;  ///< as it was declared: `--zone ZONE`, `FILE`
  std::string help;
  bool required = false;

  bool is_word() const { return !name.starts_with('-'); }
  std::string_view bare() const { return std::string_view(name).substr(0, name.find(' ')); }
};

/// Hears what a command takes, and binds nothing.
class Listened final : public Options {
 public:
  void flag(std::string_view name, bool&, std::string_view help) override { add(name, help, Need::optional); }
  void text(std::string_view name, std::string&, std::string_view help, Need need) override { add(name, help, need); }
  void texts(std::string_view name, std::vector<std::string>&, std::string_view help) override {
    add(name, help, Need::optional);
  }
  void number(std::string_view name, std::int64_t&, std::string_view help, Need need) override {
    add(name, help, need);
  }
  std::vector<Declared> all;

 private:
  void add(std::string_view name, std::string_view help, Need need) {
    all.push_back({std::string(name), std::string(help), need == Need::required});
  }
};

std::vector<Declared> options_of(const CommandEntry& entry) {
  Listened options;
  entry.make()->declare(options);
  return options.all;
}

/// A hyphen that is typed is no dash; a line that begins with a point or a quote would be a request.
std::string roff(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '\\') {
      safe += "\\e";
    } else if (c == '-') {
      safe += "\\-";
    } else {
      safe += c;
    }
  }
  return safe.starts_with('.') || safe.starts_with('\'') ? "\\&" + safe : safe;
}

std::string synopsis(const CommandEntry& entry, const std::vector<Declared>& options) {
  std::string line = fmt::format("courtesy {}", entry.words);
  bool more = false;
  for (const Declared& one : options) {
    if (one.required) {
      line += " " + one.name;
    } else if (one.is_word()) {
      line += " [" + one.name + "]";
    } else {
      more = true;
    }
  }
  return line + (more ? " [OPTIONS]" : "");
}

std::string section_of(const CommandEntry& entry) {
  const auto options = options_of(entry);
  std::string text = fmt::format(".SS {}\n{}.\n", roff(synopsis(entry, options)), roff(entry.summary));
  for (const Declared& one : options) text += fmt::format(".TP\n.B {}\n{}\n", roff(one.name), roff(one.help));
  return text;
}

std::string_view first_word(std::string_view words) { return words.substr(0, words.find(' ')); }
std::string_view second_word(std::string_view words) {
  const std::size_t space = words.find(' ');
  return space == words.npos ? std::string_view{} : words.substr(space + 1);
}

void add_word(std::string& list, std::string_view word) {
  if (!list.empty()) list += ' ';
  list += word;
}

std::string options_line(const CommandEntry& entry) {
  std::string line;
  for (const Declared& one : options_of(entry)) {
    if (!one.is_word()) add_word(line, one.bare());
  }
  add_word(line, "--help");
  return line;
}

}  // namespace

std::string manual_page(std::span<const CommandEntry> commands, std::string_view version) {
  std::string page = fmt::format(
      ".TH COURTESY 1 \"\" \"Courtesy {}\" \"Courtesy\"\n"
      ".SH NAME\ncourtesy \\- reminders that never make the contact they shouldn't\n"
      ".SH SYNOPSIS\n.B courtesy\nCOMMAND [OPTIONS]\n"
      ".SH DESCRIPTION\n"
      "Reminds people of their appointments by phone call, text and email. When in doubt, nobody is contacted.\n"
      ".SH COMMANDS\n",
      roff(version));
  for (const CommandEntry& entry : commands) page += section_of(entry);
  return page +
         ".SH ENVIRONMENT\n"
         ".TP\n.B COURTESY_STORE\nthe store of every command that has no \\-\\-database: a file, or postgres://...\n"
         ".TP\n.B COURTESY_NODE\nthe name of this node among several\n"
         ".SH EXIT STATUS\n"
         "0; 1 for a failure, with one line on standard error; 2 for words that make no sense.\n";
}

std::string bash_completion(std::span<const CommandEntry> commands) {
  std::string first;
  std::map<std::string_view, std::string> second;
  std::string options;
  std::string_view before;
  for (const CommandEntry& entry : commands) {
    const std::string_view word = first_word(entry.words);
    if (word != before) add_word(first, word);
    before = word;
    const std::string_view more = second_word(entry.words);
    if (!more.empty()) add_word(second[word], more);
    // A command of two words is asked for before one of its first word alone.
    const std::string line =
        fmt::format("    \"{}{}\"*) words=\"{}\" ;;\n", word,
                    more.empty() ? std::string(" ") : fmt::format(" {} ", more), options_line(entry));
    options = more.empty() ? options + line : line + options;
  }
  std::string seconds;
  for (const auto& [word, words] : second) seconds += fmt::format("    {}) words=\"{}\" ;;\n", word, words);
  return fmt::format(
      R"(# Completion of `courtesy` for bash: source it, or put it where bash-completion looks.
_courtesy() {{
  local typed=${{COMP_WORDS[COMP_CWORD]}} words=
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "{} help" -- "$typed"))
    return
  fi
  if [ "$COMP_CWORD" -eq 2 ]; then
    case "${{COMP_WORDS[1]}}" in
{}    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$typed"))
  case "$typed" in -*) ;; *) return ;; esac
  case "${{COMP_WORDS[1]}} ${{COMP_WORDS[2]}} " in
{}  esac
  COMPREPLY=($(compgen -W "$words" -- "$typed"))
}}
complete -o default -F _courtesy courtesy
)",
      first, seconds, options);
}

}  // namespace courtesy::app
