// The only things that a flow or a template may speak, write or link to.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace courtesy::flow {

/// What may be said to whoever picks up, or written where others may read it: never a reason, a speciality, an amount
/// or a full name (HHS FAQ 198: leave only the name, the number and what is needed to confirm).
inline constexpr std::array<std::string_view, 8> spoken_names{
    "business",           // the display name
    "callback_number",    // in words, for a person to write down
    "client_first_name",  // to a person only, never to a machine
    "date",
    "page",  // what the operator is rung for; a reminder has none
    "place",
    "time",
    "when",  // date and time together
};

/// URLs of the next step: the only variables in an attribute or a Redirect.
inline constexpr std::array<std::string_view, 3> path_names{"keys", "played", "silence"};

template <std::size_t size>
bool is_one_of(const std::array<std::string_view, size>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

template <typename Names>
std::string comma_list(const Names& names) {
  std::string text;
  for (const auto& name : names) (text += text.empty() ? "" : ", ") += name;
  return text;
}

}  // namespace courtesy::flow
