// Recovery codes: what lets a person in whose telephone is lost, each once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace courtesy::access {

inline constexpr int recovery_codes = 10;
inline constexpr std::size_t recovery_bytes = 10;  ///< of chance for each: 80 bits

/// `k7mq-2fxa-9c3d-hw5t`: letters and digits that nobody takes for one another.
std::string recovery_code(std::string_view chance);
/// As somebody types it: any case, with or without hyphens and spaces. Empty for what is none.
std::string fold_recovery_code(std::string_view text);

}  // namespace courtesy::access
