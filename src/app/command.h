// A subcommand: what it takes from the command line, and what it does.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "net/paced_clock.h"

namespace courtesy::app {

/// What a command may touch besides the files, sockets and databases that it is told of.
struct Outside {
  std::ostream& out;  ///< what was asked for
  std::ostream& err;  ///< what a person should know besides
  net::PacedClock& clock;
  std::istream* in = nullptr;  ///< what is typed; none: nothing is
};

enum class Need { optional, required };

/// Binds what may be written on the command line to variables; one that is not written keeps its value. A name is
/// `--zone ZONE`, `--json` for a flag, or `FILE` for a word without a name.
class Options {
 public:
  virtual ~Options() = default;
  virtual void flag(std::string_view name, bool& value, std::string_view help) = 0;
  virtual void text(std::string_view name, std::string& value, std::string_view help, Need need = Need::optional) = 0;
  /// May be written several times.
  virtual void texts(std::string_view name, std::vector<std::string>& values, std::string_view help) = 0;
  virtual void number(std::string_view name, std::int64_t& value, std::string_view help,
                      Need need = Need::optional) = 0;
};

class Command {
 public:
  virtual ~Command() = default;
  virtual void declare(Options& options) = 0;
  /// Whether what was written makes sense, before anything is done. An error is one of usage: exit 2.
  virtual Result<void> check() { return {}; }
  /// The exit code. An error is printed as one line: exit 1.
  virtual Result<int> run(Outside& outside) = 0;
};

struct CommandEntry {
  std::string_view words;    ///< `import`, `account create`
  std::string_view summary;  ///< a few words
  std::unique_ptr<Command> (*make)();
};

}  // namespace courtesy::app
