
#include "base/phone/plan.h"

namespace courtesy {
namespace {

/// The prefix rule takes the place of the first group: `$1 $2` with the rule `(0$1)` is `(0$1) $2`.
std::string with_prefix(std::string_view format, std::string_view rule) {
  const std::size_t at = format.find('$');
  if (rule.empty() || at == std::string_view::npos) return std::string(format);
  phone::Match first;
  first.group[1] = format.substr(at, 2);
  return std::string(format.substr(0, at)) + phone::fill(rule, first) + std::string(format.substr(at + 2));
}

struct Spoken {
  std::string calling_code;
  std::string national;
};

Spoken display(const PhoneNumber& number, bool nationally) {
  const std::string_view digits = std::string_view(number.e164()).substr(1);
  if (!phone_tables().ok()) return {{}, std::string(digits)};
  const phone::Split split = phone::split(*phone_tables(), digits);
  if (!split.plan) return {{}, std::string(digits)};
  const auto chosen = phone::choose_format(*split.plan, split.national);
  std::string national(split.national);
  if (chosen) {
    const phone::Format& format = *chosen->format;
    national = nationally ? phone::fill(with_prefix(format.national, format.prefix_rule), chosen->match)
                          : phone::fill(format.international, chosen->match);
  }
  return {std::string(split.calling_code), national};
}

}  // namespace

std::string national_display(const PhoneNumber& number) {
  const Spoken spoken = display(number, true);
  return spoken.calling_code.empty() ? number.e164() : spoken.national;
}

std::string international_display(const PhoneNumber& number) {
  const Spoken spoken = display(number, false);
  return spoken.calling_code.empty() ? number.e164() : "+" + spoken.calling_code + " " + spoken.national;
}

}  // namespace courtesy
