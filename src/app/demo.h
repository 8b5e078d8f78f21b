// A clinic's day to watch: the server, the page and the phone network in one process, on this machine alone.
#pragma once

#include <iosfwd>
#include <string>

#include "base/instant.h"
#include "base/result.h"

namespace courtesy::app {

struct DemoSettings {
  std::string calendar;  ///< iCalendar text
  std::string calendar_name;
  std::string phones;   ///< the phone network's numbers file (TOML)
  std::string zone;     ///< of the business: for times that name none, and for the page
  std::string country;  ///< whose national form numbers have, and the only one that is rung
  Instant begins;
  double speed = 60;          ///< virtual seconds for each real one; the page changes it
  std::uint16_t port = 8700;  ///< of the page
  bool or_any_port = true;    ///< when it is taken, any that is free
  std::uint64_t seed = 1;
  bool history = false;  ///< the sample clinic: its Monday is lived through first, in virtual time
};

/// The sample clinic, on the morning of a Tuesday.
DemoSettings sample_demo();
/// A visitor's calendar, from this morning on. Nobody real can be reached: the only gateway is the phone network of
/// this process, and nothing but this machine can be connected to.
DemoSettings own_demo(std::string calendar, std::string name, std::string zone, std::string country, Instant now);

/// Runs until SIGINT or SIGTERM. Errors: whatever keeps it from starting.
Result<void> run_demo(const DemoSettings& settings, std::ostream& out);

}  // namespace courtesy::app
