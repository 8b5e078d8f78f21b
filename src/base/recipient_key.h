// Under which form a number or an address is one person's: an address however it is spelled.
#pragma once

#include <string>
#include <string_view>

namespace courtesy {

/// ASCII letters of an email address in lower case, as SQL's lower() has them; a number as it is.
inline std::string recipient_key(std::string_view recipient) {
  std::string key(recipient);
  if (key.find('@') == std::string::npos) return key;
  for (char& c : key) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return key;
}

}  // namespace courtesy
