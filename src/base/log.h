// What the operator's log shows: thin JSON lines; bodies and names belong in the ledger.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"

namespace courtesy {

enum class LogLevel { info, warning, error };

/// Thread-safe. One line an event: {"at":…,"level":…,"event":…,field:…}. Values are text, already safe to show.
class Log {
 public:
  using Field = std::pair<std::string_view, std::string>;
  virtual ~Log() = default;
  virtual void write(LogLevel level, std::string_view event, std::initializer_list<Field> fields) = 0;

  void info(std::string_view event, std::initializer_list<Field> fields = {}) { write(LogLevel::info, event, fields); }
  void warning(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(LogLevel::warning, event, fields);
  }
  void error(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(LogLevel::error, event, fields);
  }
};

/// To standard error.
class StderrLog final : public Log {
 public:
  explicit StderrLog(const Clock& clock) : clock_(clock) {}
  void write(LogLevel level, std::string_view event, std::initializer_list<Field> fields) override;

 private:
  const Clock& clock_;
};

/// Says nothing; for tests.
class QuietLog final : public Log {
 public:
  void write(LogLevel, std::string_view, std::initializer_list<Field>) override {}
};

}  // namespace courtesy
