#include "app/pace_options.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>

namespace courtesy::app {
namespace {

std::optional<double> decimal(std::string_view text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value, std::chars_format::fixed);
  if (text.empty() || read.ec != std::errc{} || read.ptr != end || !std::isfinite(value) || value < 0) {
    return std::nullopt;
  }
  return value;
}

}  // namespace

Result<std::chrono::duration<double>> short_span_of(std::string_view option, std::string_view text) {
  const auto value = text.empty() ? std::nullopt : decimal(text.substr(0, text.size() - 1));
  const double unit = text.ends_with('s') ? 1 : text.ends_with('m') ? 60 : text.ends_with('h') ? 3600 : 0;
  if (value && unit > 0 && *value * unit <= 86400) return std::chrono::duration<double>{*value * unit};
  return invalid(fmt::format("{} is \"{}\": it must be a time like 180s or 3m, a day at most", option, text));
}

Result<double> share_of(std::string_view option, std::string_view text) {
  const auto value = text.ends_with('%') ? decimal(text.substr(0, text.size() - 1)) : std::nullopt;
  if (value && *value <= 100) return *value / 100;
  return invalid(fmt::format("{} is \"{}\": it must be a share like 10%", option, text));
}

Result<double> amount_of(std::string_view option, std::string_view text) {
  const auto value = decimal(text);
  if (value) return *value;
  return invalid(fmt::format("{} is \"{}\": it must be a number like 8 or 7.5", option, text));
}

}  // namespace courtesy::app
