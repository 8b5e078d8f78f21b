#include "app/serve_command.h"

#include <fmt/format.h>

#include <cstdlib>
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
    options.text("--role ROLE", role_, "web, worker or all, whatever the configuration and COURTESY_ROLE say");
    pace_.declare(options);
  }
  Result<void> check() override {
    if (!role_.empty()) TRY(parse_role(role_, "--role"));
    TRY(clock_of(pace_, Instant{}));
    return {};
  }
  Result<int> run(Outside& outside) override {
    Configuration configuration = TRY(read_configuration(file_));
    configuration.role = TRY(role_of(configuration));
    const auto clock = TRY(clock_of(pace_, outside.clock.now()));
    StderrLog log(*clock);
    net::AsioLoop loop(*clock);
    const std::string environment = configuration.environment;
    const bool production = configuration.production;
    const Role role = configuration.role;
    const auto service = TRY(Service::open(std::move(configuration), loop, log));
    greet(outside.out, *service, environment, production);
    if (role == Role::web) outside.out << "Its role is web: it sends nothing; a worker does.\n" << std::flush;
    if (role == Role::worker)
      outside.out << "Its role is worker: it answers /health and /metrics alone.\n" << std::flush;
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
  /// What is written on the command line before what stands in the environment, and both before the file.
  Result<Role> role_of(const Configuration& configuration) const {
    if (!role_.empty()) return parse_role(role_, "--role");
    const char* named = std::getenv("COURTESY_ROLE");
    if (named == nullptr || *named == '\0') return configuration.role;
    return parse_role(named, "COURTESY_ROLE");
  }
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
  std::string role_;
  PaceWords pace_;
};

}  // namespace

std::unique_ptr<Command> make_serve_command() { return std::make_unique<ServeCommand>(); }

}  // namespace courtesy::app
