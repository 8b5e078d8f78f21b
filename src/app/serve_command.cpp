#include "app/serve_command.h"

#include <fmt/format.h>

#include <ostream>
#include <utility>

#include "app/pace_words.h"
#include "app/service.h"

namespace courtesy::app {
namespace {

class ServeCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("--config FILE", file_, "the configuration (docs/reference/configuration.md)", Need::required);
    pace_.declare(options);
  }
  Result<void> check() override {
    TRY(clock_of(pace_, Instant{}));
    return {};
  }
  Result<int> run(Outside& outside) override {
    Configuration configuration = TRY(read_configuration(file_));
    const auto clock = TRY(clock_of(pace_, outside.clock.now()));
    StderrLog log(*clock);
    net::AsioLoop loop(*clock);
    const std::string environment = configuration.environment;
    const bool production = configuration.production;
    const auto service = TRY(Service::open(std::move(configuration), loop, log));
    greet(outside.out, *service, environment, production);
    bool stopping = false;
    loop.on_signal([&] {
      if (std::exchange(stopping, true)) return loop.stop();  // asked twice: at once
      service->stop([&] { loop.stop(); });
    });
    service->start();
    loop.run();
    outside.out << "Stopped.\n";
    return 0;
  }

 private:
  static void greet(std::ostream& out, const Service& service, const std::string& environment, bool production) {
    out << fmt::format("Courtesy answers at {}\n", service.url());
    out << (production ? "This is production: people are contacted.\n"
                       : fmt::format("This is {} and not production: only recipients on the allow list are contacted, "
                                     "through a gateway on this machine.\n",
                                     environment));
    for (const auto& warning : service.warnings()) out << "Mind: " << warning << '\n';
    out << std::flush;
  }

  std::string file_;
  PaceWords pace_;
};

}  // namespace

std::unique_ptr<Command> make_serve_command() { return std::make_unique<ServeCommand>(); }

}  // namespace courtesy::app
