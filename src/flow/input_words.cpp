#include "flow/input_words.h"

#include <array>

namespace courtesy::flow {
namespace {

constexpr std::array all_kinds{InputKind::answered, InputKind::keys, InputKind::silence, InputKind::played,
                               InputKind::hung_up};

std::string_view kind_words(InputKind kind) {
  switch (kind) {
    case InputKind::answered: return "answers";
    case InputKind::keys: return "key";
    case InputKind::silence: return "no key";
    case InputKind::played: return "hears it to its end";
    case InputKind::hung_up: return "hangs up";
  }
  return "";
}

}  // namespace

std::string input_name(const Edge& edge) {
  return edge.kind == InputKind::keys ? edge.keys : std::string(to_string(edge.kind));
}

std::string input_name(const State& state, const Input& input) {
  if (input.kind != InputKind::keys) return std::string(to_string(input.kind));
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
  if (const auto kind = input_kind(name)) return std::string(kind_words(*kind));
  return "key " + std::string(name);
}

std::string input_words(const Input& input) {
  std::string words(kind_words(input.kind));
  if (!input.keys.empty()) words += " " + input.keys;
  return words;
}

}  // namespace courtesy::flow
