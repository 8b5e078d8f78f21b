#include "app/manual_commands.h"

#include <ostream>

#include "app/commands.h"
#include "app/manual.h"
#include "app/version.h"

namespace courtesy::app {
namespace {

class ManualPageCommand final : public Command {
 public:
  void declare(Options&) override {}
  Result<int> run(Outside& outside) override {
    outside.out << manual_page(all_commands(), version);
    return 0;
  }
};

class ManualCompletionCommand final : public Command {
 public:
  void declare(Options&) override {}
  Result<int> run(Outside& outside) override {
    outside.out << bash_completion(all_commands());
    return 0;
  }
};

}  // namespace

std::unique_ptr<Command> make_manual_page_command() { return std::make_unique<ManualPageCommand>(); }
std::unique_ptr<Command> make_manual_completion_command() { return std::make_unique<ManualCompletionCommand>(); }

}  // namespace courtesy::app
