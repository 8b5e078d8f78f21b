#include "phonenet/lint/spoken_names.h"

#include <algorithm>
#include <array>
#include <string>

namespace courtesy::phonenet {

bool names_the_caller(std::string_view words) {
  static constexpr std::array<std::string_view, 22> ways{
      " this is ",     " message from ", " messages from ", " reminder from ", " call from ",  " calling from ",
      " calling for ", " calling on ",   " is calling ",    " here is ",       " my name is ", " it is ",
      " welcome to ",  " on behalf of ", " hello from ",    " the office of ", " from the ",   " mensaje de ",
      " le llama ",    " llamamos de ",  " llamo de ",      " habla "};
  std::string plain = " ";
  for (const char c : words) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (c >= 'A' && c <= 'Z') {
      plain += static_cast<char>(c + 32);
    } else if (letter) {
      plain += c;
    } else if (plain.back() != ' ') {
      plain += ' ';
    }
  }
  plain += ' ';
  return std::any_of(ways.begin(), ways.end(),
                     [&](std::string_view way) { return plain.find(way) != std::string::npos; });
}

}  // namespace courtesy::phonenet
