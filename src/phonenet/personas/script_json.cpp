// A script as JSON: what a test in any language has a writer for.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "phonenet/personas/script.h"

namespace courtesy::phonenet {
namespace {

constexpr std::size_t most_steps = 100;
constexpr double most_seconds = 86'400;

Error wrong(std::size_t step, std::string_view what) { return invalid(fmt::format("script, step {}: {}", step, what)); }

Result<std::string> text_of(const boost::json::value& value, std::size_t step, std::string_view name) {
  if (!value.is_string()) return wrong(step, fmt::format("'{}' must be text", name));
  return std::string(value.as_string());
}

Result<milliseconds> seconds_of(const boost::json::value& value, std::size_t step, std::string_view name) {
  boost::json::error_code error;
  const double count = value.is_number() ? value.to_number<double>(error) : -1;
  if (error || !(count >= 0 && count <= most_seconds)) {
    return wrong(step, fmt::format("'{}' must be seconds from 0 to 86400", name));
  }
  return milliseconds{static_cast<std::int64_t>(count * 1'000)};
}

Result<ScriptStep> step_of(const boost::json::object& object, std::size_t number) {
  ScriptStep step;
  for (const auto& [key, value] : object) {
    const std::string_view name = key;
    if (name == "hears") {
      step.hears = TRY(text_of(value, number, name));
    } else if (name == "says") {
      step.says = TRY(text_of(value, number, name));
    } else if (name == "presses") {
      step.presses = TRY(text_of(value, number, name));
      if (step.presses.find_first_not_of("0123456789*#") != std::string::npos) return wrong(number, "keys are 0-9 * #");
    } else if (name == "wait") {
      step.wait = TRY(seconds_of(value, number, name));
    } else if (name == "seconds") {
      step.lasts = TRY(seconds_of(value, number, name));
    } else if (name == "hangs_up") {
      if (!value.is_bool()) return wrong(number, "'hangs_up' must be true or false");
      step.hangs_up = value.as_bool();
    } else {
      return wrong(number,
                   fmt::format("a step has no '{}': it is hears, wait, presses, says, seconds, hangs_up", name));
    }
  }
  return step;
}

}  // namespace

bool is_json_script(std::string_view text) {
  const auto skip = [&](std::size_t from) { return std::min(text.find_first_not_of(" \t\r\n", from), text.size()); };
  const std::size_t open = skip(0);
  if (open == text.size() || text[open] != '[') return false;
  const std::size_t step = skip(open + 1);
  if (step == text.size() || text[step] != '{') return false;
  const std::size_t name = skip(step + 1);
  if (name == text.size() || text[name] != '"') return false;
  const std::size_t end = std::min(text.find('"', name + 1), text.size());
  const std::size_t after = skip(std::min(end + 1, text.size()));
  return after < text.size() && text[after] == ':';
}

Result<std::vector<ScriptStep>> read_json_script(std::string_view text) {
  boost::json::error_code error;
  const boost::json::value parsed = boost::json::parse(text, error);
  if (error) return invalid("script: no JSON: " + error.message());
  if (!parsed.is_array() || parsed.as_array().size() > most_steps) {
    return invalid("script: it must be a list of at most 100 steps");
  }
  std::vector<ScriptStep> steps;
  for (const auto& one : parsed.as_array()) {
    if (!one.is_object()) return wrong(steps.size() + 1, "a step is { hears, wait, presses, says, seconds, hangs_up }");
    steps.push_back(TRY(step_of(one.as_object(), steps.size() + 1)));
  }
  return steps;
}

}  // namespace courtesy::phonenet
