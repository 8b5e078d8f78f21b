// How many SMS segments a text takes.
#pragma once

#include <string_view>

namespace courtesy::phonenet {

/// GSM 03.38: 160 septets, 153 each when there are several (characters of the extension table take two); anything
/// outside its alphabet makes all of it UCS-2: 70 and 67 UTF-16 units. Empty text is one segment.
int segments_of(std::string_view utf8);

}  // namespace courtesy::phonenet
