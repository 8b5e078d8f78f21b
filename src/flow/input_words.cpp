#include "flow/input_words.h"

#include <fmt/format.h>

#include <array>

namespace courtesy::flow {
namespace {

constexpr std::array all_kinds{InputKind::answered, InputKind::keys,     InputKind::silence,   InputKind::played,
                               InputKind::hung_up,  InputKind::recorded, InputKind::connected, InputKind::not_connected,
                               InputKind::machine,  InputKind::person};

constexpr InEach key_words{"key", "tecla"};
constexpr InEach answer_words{"answer", "respuesta"};
constexpr InEach other_key_words{"any other key", "otra tecla"};
constexpr InEach entered_words{"keys in a value", "teclea un valor"};

InEach kind_words(InputKind kind) {
  switch (kind) {
    case InputKind::answered: return {"answers", "contesta"};
    case InputKind::keys: return key_words;
    case InputKind::silence: return {"no key", "ninguna tecla"};
    case InputKind::played: return {"hears it to its end", "lo oye hasta el final"};
    case InputKind::hung_up: return {"hangs up", "cuelga"};
    case InputKind::recorded: return {"has spoken", "ha hablado"};
    case InputKind::connected: return {"was put through", "se le pasó"};
    case InputKind::not_connected: return {"was not put through", "no se le pudo pasar"};
    case InputKind::machine: return {"(taken for a machine)", "(parece un contestador)"};
    case InputKind::person: return {"(taken for a person)", "(parece una persona)"};
    case InputKind::answer: return answer_words;
    case InputKind::returned: return {"came back", "volvió"};
  }
  return {"", ""};
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

std::string input_words(std::string_view name, Language language) {
  if (name == "otherwise") return std::string(other_key_words.in(language));
  if (name == "entered") return std::string(entered_words.in(language));
  if (const auto kind = input_kind(name)) return std::string(kind_words(*kind).in(language));
  const bool is_key = name.size() == 1 && (name < "a" || name > "z");
  return fmt::format("{} {}", (is_key ? key_words : answer_words).in(language), name);
}

std::string input_words(const Input& input) {
  std::string words(kind_words(input.kind).en);
  if (!input.keys.empty()) words += " " + input.keys;
  return words;
}

}  // namespace courtesy::flow
