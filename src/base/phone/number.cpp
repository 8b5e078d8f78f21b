#include "base/phone/number.h"

#include <algorithm>

namespace courtesy {

Result<PhoneNumber> PhoneNumber::parse(std::string_view text) {
  const bool digits = text.size() >= 4 && text.size() <= 16 && text[0] == '+' && text[1] != '0' &&
                      std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return invalid("not a phone number in E.164 form: write it as +12125550123");
  return PhoneNumber(std::string(text));
}

}  // namespace courtesy
