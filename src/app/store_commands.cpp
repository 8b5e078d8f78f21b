#include "app/store_commands.h"

#include <fmt/format.h>

#include <ostream>

#include "app/house_files.h"
#include "app/store_move.h"
#include "app/told.h"

namespace courtesy::app {
namespace {

/// Without the password that an address may have.
std::string shown(std::string_view where) {
  const std::size_t at = where.rfind('@');
  const std::size_t scheme = where.find("://");
  if (at == std::string_view::npos || scheme == std::string_view::npos) return std::string(where);
  return fmt::format("{}{}", where.substr(0, scheme + 3), where.substr(at + 1));
}

class StoreMoveCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("FROM", from_, "sqlite:FILE or postgres://user@host:port/database", Need::required);
    options.text("TO", to_, "the same; an empty database, or a file that is not there yet", Need::required);
    told_.declare(options);
  }

  Result<int> run(Outside& outside) override {
    const auto mark = TRY(mark_of_file(from_));
    auto from = TRY(MovableHouse::open(from_, outside.clock.now()));
    auto to = TRY(MovableHouse::open(to_, outside.clock.now()));
    const std::string left_for = fmt::format("the house was moved to {}", shown(to_));
    const auto moved = TRY(move_house(from, to, left_for, outside.clock.now()));
    std::int64_t rows = 0;
    std::string words;
    for (const MovedTable& table : moved) {
      if (table.rows > 0) words += fmt::format("{:>12}  {}\n", table.rows, table.name);
      rows += table.rows;
    }
    words += fmt::format(
        "{} rows of {} tables moved to {}, and found there as they were.\nThe old one is stopped. The new one needs "
        "the "
        "same secret.key beside its configuration's `database`.\n",
        rows, moved.size(), shown(to_));
    told_.tell(outside, {{"rows", rows}, {"tables", moved.size()}, {"to", shown(to_)}}, words);
    return 0;
  }

 private:
  /// A server that works on the file must be stopped first.
  static Result<std::unique_ptr<ServerMark>> mark_of_file(const std::string& where) {
    constexpr std::string_view prefix = "sqlite:";
    if (!where.starts_with(prefix)) return std::unique_ptr<ServerMark>();
    return ServerMark::take(where.substr(prefix.size()));
  }

  std::string from_;
  std::string to_;
  Told told_;
};

}  // namespace

std::unique_ptr<Command> make_store_move_command() { return std::make_unique<StoreMoveCommand>(); }

}  // namespace courtesy::app
