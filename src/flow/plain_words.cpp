#include "flow/plain_words.h"

#include <algorithm>

namespace courtesy::flow {

std::string plain_words(std::string_view text) {
  constexpr std::string_view typeset_apostrophe = "\u2019";
  std::string plain = " ";
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (text.substr(at).starts_with(typeset_apostrophe)) {
      at += typeset_apostrophe.size() - 1;
    } else if (c >= 'A' && c <= 'Z') {
      plain += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0) {
      plain += c;
    } else if (c != '\'' && plain.back() != ' ') {
      plain += ' ';
    }
  }
  if (plain.back() != ' ') plain += ' ';
  return plain;
}

std::string_view first_in(std::string_view plain, std::span<const std::string_view> phrases) {
  const auto found = std::find_if(phrases.begin(), phrases.end(),
                                  [&](std::string_view one) { return plain.find(one) != std::string_view::npos; });
  return found == phrases.end() ? std::string_view{} : *found;
}

}  // namespace courtesy::flow
