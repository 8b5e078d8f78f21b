// A log that keeps what it is told. For tests.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "base/log.h"

namespace courtesy {

/// All that the operator would see: a line an event, its fields behind it.
class KeptLog final : public Log {
 public:
  void write(LogLevel, std::string_view event, std::initializer_list<Field> fields) override {
    text.append(event);
    for (const auto& [name, value] : fields) {
      REQUIRE(name != "event");  // a line's own word, which it would replace
      text.append(" ").append(value);
    }
    text.append("\n");
  }
  std::string text;
};

}  // namespace courtesy
