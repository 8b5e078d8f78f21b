#include "flow/input_words.h"

#include <array>

namespace courtesy::flow {
namespace {

constexpr std::array all_kinds{InputKind::answered, InputKind::keys,     InputKind::silence,   InputKind::played,
                               InputKind::hung_up,  InputKind::recorded, InputKind::connected, InputKind::not_connected,
                               InputKind::machine,  InputKind::person};

std::string_view kind_words(InputKind kind) {
  switch (kind) {
    case InputKind::answered: return "answers";
    case InputKind::keys: return "key";
    case InputKind::silence: return "no key";
    case InputKind::played: return "hears it to its end";
    case InputKind::hung_up: return "hangs up";
    case InputKind::recorded: return "has spoken";
    case InputKind::connected: return "was put through";
    case InputKind::not_connected: return "was not put through";
    case InputKind::machine: return "(taken for a machine)";
    case InputKind::person: return "(taken for a person)";
    case InputKind::answer: return "answer";
    case InputKind::returned: return "came back";
  }
  return "";
}

}  // namespace

std::string input_name(const Edge& edge) { return edge.keys.empty() ? std::string(to_string(edge.kind)) : edge.keys; }

std::string input_name(const State& state, const Input& input) {
  if (input.kind == InputKind::answer || input.kind == InputKind::returned) return input.keys;
  if (input.kind != InputKind::keys) return std::string(to_string(input.kind));
  if (state.waits_for == WaitsFor::digits) {
    return is_value(state.kind, state.length, input.keys) ? "entered" : "otherwise";
  }
  return input.keys.size() == 1 && state.keys.contains(input.keys.front()) ? input.keys : "otherwise";
}

std::optional<InputKind> input_kind(std::string_view name) {
  for (const InputKind kind : all_kinds) {
    if (to_string(kind) == name) return kind;
  }
  return std::nullopt;
}

std::string input_words(std::string_view name) {
  if (name == "otherwise") return "any other key";
  if (name == "entered") return "keys in a value";
  if (const auto kind = input_kind(name)) return std::string(kind_words(*kind));
  const bool is_key = name.size() == 1 && (name < "a" || name > "z");
  return (is_key ? "key " : "answer ") + std::string(name);
}

std::string input_words(const Input& input) {
  std::string words(kind_words(input.kind));
  if (!input.keys.empty()) words += " " + input.keys;
  return words;
}

}  // namespace courtesy::flow
