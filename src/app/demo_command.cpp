#include "app/demo_command.h"

#include <filesystem>

#include "app/demo.h"
#include "app/files.h"
#include "app/tz_database.h"
#include "base/zone.h"
#include "intake/reading.h"
#include "simulation/day.h"

namespace courtesy::app {
namespace {

constexpr std::int64_t unsaid = -1;

class DemoCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("FILE", file_, "a calendar of your own (.ics) in place of the sample clinic's");
    options.text("--zone ZONE", zone_, "of your calendar (default: what it says itself, else this machine's)");
    options.text("--country CC", country_, "whose numbers it has (default: where the zone is)");
    options.number("--port PORT", port_, "of the page, on 127.0.0.1 (default: 8700, or any that is free)");
    options.number("--speed N", speed_, "how many times as fast time runs, 0 to 1000 (default: 60)");
    options.number("--seed N", seed_, "of chance (default: 1)");
    options.flag("--check", check_,
                 "runs the sample's days in virtual time instead, and prints what they came to as JSON");
  }

  Result<void> check() override {
    if (port_ != unsaid && (port_ < 0 || port_ > 65'535)) return invalid("--port must be 0 to 65535");
    if (speed_ < 0 || speed_ > 1'000) return invalid("--speed must be 0 to 1000");
    if (check_ && !file_.empty()) return invalid("--check is of the sample clinic: leave FILE out");
    if (!zone_.empty()) TRY(Zone::find(zone_));
    return {};
  }

  Result<int> run(Outside& outside) override {
    if (check_) return check_days(outside);
    DemoSettings settings = file_.empty() ? sample_demo() : TRY(own(outside));
    settings.or_any_port = port_ == unsaid;
    if (port_ != unsaid) settings.port = static_cast<std::uint16_t>(port_);
    settings.speed = static_cast<double>(speed_);
    settings.seed = static_cast<std::uint64_t>(seed_);
    TRY(run_demo(settings, outside.out));
    return 0;
  }

 private:
  Result<int> check_days(Outside& outside) const {
    const auto report = TRY(simulation::run_day(simulation::sample_day(static_cast<std::uint64_t>(seed_))));
    outside.out << report.json << "\n";
    for (const auto& fault : report.faults) outside.err << fault << "\n";
    return report.faults.empty() ? 0 : 1;
  }

  Result<DemoSettings> own(Outside& outside) const {
    std::string calendar = TRY(read_export(file_, intake::Bounds{}.bytes));
    const std::string zone = zone_.empty() ? zone_of(calendar) : zone_;
    std::string country = country_.empty() ? country_of_zone(zone) : country_;
    if (country.empty()) country = "US";  // nobody real is rung, whichever it is
    outside.err << "time zone " << zone << ", numbers of " << country << " (--zone and --country say otherwise)\n";
    return own_demo(std::move(calendar), std::filesystem::path(file_).filename().string(), zone, country,
                    outside.clock.now());
  }

  /// What the calendar says of itself, else the zone of its first event that names one, else this machine's.
  static std::string zone_of(const std::string& calendar) {
    for (const std::string_view property : {"X-WR-TIMEZONE:", "DTSTART;TZID="}) {
      for (std::size_t at = 0; (at = calendar.find(property, at)) != std::string::npos;) {
        at += property.size();
        const std::string name = calendar.substr(at, calendar.find_first_of(":\r\n", at) - at);
        if (Zone::find(name)) return name;
      }
    }
    std::error_code failed;
    const std::string link = std::filesystem::read_symlink("/etc/localtime", failed).string();
    constexpr std::string_view folder = "zoneinfo/";
    const std::size_t at = link.find(folder);
    const std::string name = at == std::string::npos ? "UTC" : link.substr(at + folder.size());
    return Zone::find(name) ? name : "UTC";
  }

  std::string file_;
  std::string zone_;
  std::string country_;
  std::int64_t port_ = unsaid;
  std::int64_t speed_ = 60;
  std::int64_t seed_ = 1;
  bool check_ = false;
};

}  // namespace

std::unique_ptr<Command> make_demo_command() { return std::make_unique<DemoCommand>(); }

}  // namespace courtesy::app
