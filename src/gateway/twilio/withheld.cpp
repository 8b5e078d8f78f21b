#include "gateway/twilio/withheld.h"

#include <algorithm>
#include <array>

#include "base/phone/number.h"

namespace courtesy::twilio {
namespace {

constexpr std::array<std::string_view, 5> words{"ANONYMOUS", "BLOCKED", "RESTRICTED", "UNAVAILABLE", "UNKNOWN"};

char key_of(char letter) {
  constexpr std::string_view keys = "22233344455566677778889999";  // of A to Z
  return keys.at(static_cast<std::size_t>(letter - 'A'));
}

bool spells(std::string_view keys, std::string_view word) {
  return std::equal(keys.begin(), keys.end(), word.begin(), word.end(),
                    [](char key, char letter) { return key == key_of(letter); });
}

}  // namespace

bool is_withheld(std::string_view from) {
  if (!PhoneNumber::parse(from)) return true;
  return std::ranges::any_of(words, [&](std::string_view word) { return spells(from.substr(1), word); });
}

}  // namespace courtesy::twilio
