// Durations on the steady clock, and how they are told.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace courtesy::bench {

/// Seconds since it was made.
class Stopwatch {
 public:
  double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count(); }

 private:
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

/// Processor time of this process since it was made: what a busy machine changes least.
class WorkMeter {
 public:
  double seconds() const { return used() - began_; }
  /// Of the process since it began.
  static double used();

 private:
  double began_ = used();
};

/// Bytes of this process in memory now; 0 where the system does not say.
std::size_t resident_bytes();

/// The most that it had in memory since it began, or since forget_peak(); 0 where the system does not say.
std::size_t peak_bytes();
void forget_peak();

/// The duration, in seconds, that `part` (0 to 1) of them do not exceed. INVARIANT: there is one.
double percentile(std::vector<double> durations, double part);

/// One line: what, and its figure. Units are spelled in `figure`.
void tell(const std::string& what, const std::string& figure);

std::string per_second(std::size_t count, double seconds);
/// `12 µs`, `3.4 ms`, `5.60 s`: whichever unit reads best.
std::string duration(double seconds);

}  // namespace courtesy::bench
