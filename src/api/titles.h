// What people call the things that the program brings with it: their code names are for files and the API.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/language.h"

namespace courtesy::api {

/// Of a template that comes with the program; an account's own have the name that somebody gave them.
std::optional<std::string_view> template_title(std::string_view name, Language language);

/// Of a flow's state: one of the program's flows in the reader's language, another as it is called: `ask_age` is
/// "Ask age".
std::string state_title(std::string_view name, Language language);

}  // namespace courtesy::api
