// Records as the JSON of the classic API.
#pragma once

#include <string>

#include "phonenet/office.h"

namespace courtesy::phonenet {

std::string render(const Office& office, const Call& call);
std::string render(const Office& office, const Text& text);
std::string render(const Office& office, const Number& number);
std::string render(const Office& office, const Recording& recording);
std::string render(const Office& office, const Call& call, const Notification& notification);

/// `(415) 867-5309` for North American numbers, others as they are.
std::string formatted(std::string_view number);

}  // namespace courtesy::phonenet
