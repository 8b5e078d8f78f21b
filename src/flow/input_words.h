// What can happen in a state, in the words of flow.toml and in those of people.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/language.h"
#include "flow/edges.h"

namespace courtesy::flow {

/// As flow.toml writes it: `1`, `otherwise`, `silence`, `hung_up`.
std::string input_name(const Edge& edge);
/// The name under which the state takes this input; a key without a way of its own is `otherwise`.
std::string input_name(const State& state, const Input& input);

/// The kind that an input of that name is of; none for a name that flow.toml does not have. A key's name is `keys`.
std::optional<InputKind> input_kind(std::string_view name);

/// For people, from a name: `key 1`, `any other key`, `no key`, `hears it to its end`, `hangs up`.
std::string input_words(std::string_view name, Language language = Language::en);
/// For people, as it happened: `key 7`, `no key`, `answers`.
std::string input_words(const Input& input);

}  // namespace courtesy::flow
