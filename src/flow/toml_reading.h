// What every reader of our TOML files does: places, known keys, findings with a kind. Included by .cpp files only.
#pragma once

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <fmt/format.h>
#include <toml++/toml.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "flow/faults.h"
#include "flow/names.h"

namespace courtesy::flow {

inline Place place_of(const toml::source_region& source) {
  return {static_cast<int>(source.begin.line), static_cast<int>(source.begin.column)};
}

/// Adds findings about one file.
class TomlFaults {
 public:
  TomlFaults(std::string file, std::vector<Finding>& findings) : file_(std::move(file)), findings_(findings) {}

  void add(std::string_view code, Place place, std::string message) {
    findings_.push_back(fault(code, file_, place, std::move(message)));
  }

  template <std::size_t size>
  void known_keys(const toml::table& table, const std::array<std::string_view, size>& known, std::string_view where) {
    for (const auto& [key, value] : table) {
      if (is_one_of(known, key.str())) continue;
      add("unknown-key", place_of(key.source()),
          fmt::format("{} has no \"{}\": it has {}", where, key.str(), comma_list(known)));
    }
  }

 private:
  std::string file_;
  std::vector<Finding>& findings_;
};

}  // namespace courtesy::flow
