// Text within XML.
#pragma once

#include <string>
#include <string_view>

namespace courtesy::phonenet {

/// As text or an attribute's value. Control characters, which XML has no way to write, become a space; a line end
/// stays.
std::string xml_escaped(std::string_view text);

}  // namespace courtesy::phonenet
