// The test reminder: again and again a booking in the house's own account, whose reminder goes the way that every
// reminder goes, to a simulated person who confirms.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "base/loop.h"
#include "store/store.h"

namespace courtesy {

class Probe {
 public:
  struct Parts {
    Loop& loop;
    const Clock& clock;
    Store& store;
    Log& log;
    std::function<void()> changed;  ///< something was written: look for due work
  };
  Probe(Parts parts, minutes every) : parts_(std::move(parts)), every_(every) {}

  void start();

 private:
  void book();
  void wait();

  Parts parts_;
  minutes every_;
  std::unique_ptr<Timer> timer_;
};

/// One of 2,400 numbers that are nobody's (555-01xx in 24 areas), another for each five minutes of a week and more: the
/// caps of a number hold for test reminders too.
std::string probe_number(Instant at, minutes every);

}  // namespace courtesy
