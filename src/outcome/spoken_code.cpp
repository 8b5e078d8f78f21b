#include "outcome/spoken_code.h"

#include <algorithm>

namespace courtesy {
namespace {

constexpr std::int64_t others = 9;  // digits that may follow a digit

}  // namespace

std::int64_t codes_of(int digits) {
  std::int64_t codes = 10;
  for (int i = 1; i < digits; ++i) codes *= others;
  return codes;
}

std::string code_at(std::int64_t index, int digits) {
  std::string code;
  std::int64_t unit = codes_of(digits) / 10;
  for (int i = 0; i < digits; ++i) {
    auto digit = index / unit;
    index %= unit;
    unit /= others;
    if (i > 0 && digit >= code.back() - '0') ++digit;  // it is the n-th of those that differ from the one before
    code.push_back(static_cast<char>('0' + digit));
  }
  return code;
}

std::optional<std::int64_t> index_of(std::string_view code) {
  if (code.empty() || code.size() > 12 || code.find_first_not_of("0123456789") != std::string_view::npos) return {};
  std::int64_t index = code[0] - '0';
  for (std::size_t i = 1; i < code.size(); ++i) {
    if (code[i] == code[i - 1]) return std::nullopt;
    index = index * others + (code[i] - '0') - (code[i] > code[i - 1] ? 1 : 0);
  }
  return index;
}

std::string without_repeats(std::string_view keys) {
  std::string text(keys);
  text.erase(std::unique(text.begin(), text.end()), text.end());
  return text;
}

}  // namespace courtesy
