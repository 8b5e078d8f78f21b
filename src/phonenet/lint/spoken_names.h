// Whether words say who is calling. A guess: by the ways in which callers name themselves in English and Spanish.
#pragma once

#include <string_view>

namespace courtesy::phonenet {

/// "This is Maple Dental", "a message from …", "… calling", "le llama …", "un mensaje de …".
bool names_the_caller(std::string_view words);

}  // namespace courtesy::phonenet
