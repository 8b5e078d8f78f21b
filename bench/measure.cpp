#include "measure.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <fstream>

#include "base/result.h"

namespace courtesy::bench {

double WorkMeter::used() {
  timespec used{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

std::size_t resident_bytes() {
  std::size_t whole = 0;
  std::size_t resident = 0;
  std::ifstream("/proc/self/statm") >> whole >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

std::size_t peak_bytes() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    std::size_t kilobytes = 0;
    if (word == "VmHWM:" && status >> kilobytes) return kilobytes << 10;
  }
  return 0;
}

void forget_peak() { std::ofstream("/proc/self/clear_refs") << 5; }

double percentile(std::vector<double> durations, double part) {
  INVARIANT(!durations.empty());
  std::sort(durations.begin(), durations.end());
  const auto at = static_cast<std::size_t>(part * static_cast<double>(durations.size() - 1));
  return durations[at];
}

void tell(const std::string& what, const std::string& figure) {
  fmt::print("  {:<58} {}\n", what, figure);
  std::fflush(stdout);
}

std::string per_second(std::size_t count, double seconds) {
  return fmt::format("{:.0f}/s ({} in {})", static_cast<double>(count) / seconds, count, duration(seconds));
}

std::string duration(double seconds) {
  if (seconds < 1e-3) return fmt::format("{:.1f} µs", seconds * 1e6);
  if (seconds < 1) return fmt::format("{:.1f} ms", seconds * 1e3);
  return fmt::format("{:.2f} s", seconds);
}

}  // namespace courtesy::bench
