#include "base/phone/number.h"

#include <algorithm>

namespace courtesy {

Result<PhoneNumber> PhoneNumber::parse(std::string_view text) {
  const bool digits = text.size() >= 4 && text.size() <= 16 && text[0] == '+' && text[1] != '0' &&
                      std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return invalid("not a phone number in E.164 form: write it as +12125550123");
  return PhoneNumber(std::string(text));
}

std::string PhoneNumber::masked() const {
  std::string shown = e164_.substr(0, 2);
  for (std::size_t i = 2; i + 2 < e164_.size(); ++i) shown += "•";
  return shown + e164_.substr(std::max<std::size_t>(2, e164_.size() - 2));
}

}  // namespace courtesy
