// Records as the JSON of the classic API.
#pragma once

#include <string>

#include "phonenet/office.h"

namespace courtesy::phonenet {

std::string render(const Office& office, const Call& call);
std::string render(const Office& office, const Text& text);
std::string render(const Office& office, const Number& number);
std::string render(const Office& office, const Recording& recording);
/// As one of those of its call: without media, by a path of the call's.
std::string render_in_call(const Office& office, const Recording& recording);
std::string render(const Office& office, const Call& call, const Notification& notification);
/// One alone, with what was asked and answered when it was made, as far as that was kept.
std::string render_whole(const Office& office, const Call& call, const Notification& notification);
std::string render(const Exchanged& exchanged);
std::string render(const Office& office, const Text& text, const Medium& medium);

/// `(415) 867-5309` for North American numbers, others as they are.
std::string formatted(std::string_view number);

}  // namespace courtesy::phonenet
