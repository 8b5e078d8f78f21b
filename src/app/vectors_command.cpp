#include "app/vectors_command.h"

#include "app/vectors.h"

namespace courtesy::app {
namespace {

class VectorsCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("DIR", where_, "a folder of vector files, or one file", Need::required);
  }
  Result<int> run(Outside& outside) override { return run_vectors(where_, outside.out); }

 private:
  std::string where_;
};

}  // namespace

std::unique_ptr<Command> make_vectors_command() { return std::make_unique<VectorsCommand>(); }

}  // namespace courtesy::app
