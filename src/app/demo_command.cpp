#include "app/demo_command.h"

#include <filesystem>

#include "app/demo.h"
#include "app/files.h"
#include "base/zone.h"
#include "intake/reading.h"

namespace courtesy::app {
namespace {

class DemoCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("FILE", file_, "a calendar of your own (.ics) in place of the sample clinic's");
    options.text("--zone ZONE", zone_, "of your calendar: America/New_York (needed with FILE)");
    options.text("--country CC", country_, "whose numbers it has: US (needed with FILE)");
    options.number("--port PORT", port_, "of the page, on 127.0.0.1 (default: 8700, or any that is free)");
    options.number("--speed N", speed_, "how many times as fast time runs, 0 to 1000 (default: 60)");
    options.number("--seed N", seed_, "of chance (default: 1)");
  }

  Result<void> check() override {
    if (port_ < 0 || port_ > 65'535) return invalid("--port must be 0 to 65535");
    if (speed_ < 0 || speed_ > 1'000) return invalid("--speed must be 0 to 1000");
    if (file_.empty() != (zone_.empty() && country_.empty()) || zone_.empty() != country_.empty()) {
      return invalid("a calendar of your own needs --zone and --country, and they need it");
    }
    if (!zone_.empty()) TRY(Zone::find(zone_));
    return {};
  }

  Result<int> run(Outside& outside) override {
    DemoSettings settings = file_.empty() ? sample_demo() : TRY(own(outside.clock.now()));
    settings.port = static_cast<std::uint16_t>(port_);
    settings.speed = static_cast<double>(speed_);
    settings.seed = static_cast<std::uint64_t>(seed_);
    TRY(run_demo(settings, outside.out));
    return 0;
  }

 private:
  Result<DemoSettings> own(Instant now) const {
    std::string calendar = TRY(read_file(file_, intake::Bounds{}.bytes));
    return own_demo(std::move(calendar), std::filesystem::path(file_).filename().string(), zone_, country_, now);
  }

  std::string file_;
  std::string zone_;
  std::string country_;
  std::int64_t port_ = DemoSettings{}.port;
  std::int64_t speed_ = 60;
  std::int64_t seed_ = 1;
};

}  // namespace

std::unique_ptr<Command> make_demo_command() { return std::make_unique<DemoCommand>(); }

}  // namespace courtesy::app
