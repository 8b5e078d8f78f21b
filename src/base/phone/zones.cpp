#include <algorithm>
#include <array>
#include <set>

#include "base/phone/plan.h"

namespace courtesy {
namespace {

using Names = std::set<std::string, std::less<>>;

/// `names` is a row's list with `&` between.
void add(std::string_view rest, Names& names) {
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    names.emplace(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

/// Upstream's isNumberGeographical, but for Indonesia, of whose mobile numbers only some have a place.
bool has_a_place(PhoneKind kind, std::string_view calling_code) {
  constexpr std::array<std::string_view, 4> geographic_mobile{"52", "54", "55", "86"};
  if (kind == PhoneKind::fixed || kind == PhoneKind::fixed_or_mobile) return true;
  return kind == PhoneKind::mobile &&
         std::find(geographic_mobile.begin(), geographic_mobile.end(), calling_code) != geographic_mobile.end();
}

/// The first group of the international form: `212` of `212-555-0123`; empty when there is but one group.
std::string area_code(const phone::Split& split) {
  const auto chosen = phone::choose_format(*split.plan, split.national);
  if (!chosen) return {};
  const std::string written = phone::fill(chosen->format->international, chosen->match);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto begin = std::find_if(written.begin(), written.end(), is_digit);
  const auto end = std::find_if_not(begin, written.end(), is_digit);
  return std::any_of(end, written.end(), is_digit) ? std::string(begin, end) : std::string();
}

}  // namespace

std::vector<std::string> phone::zones_of(const PhoneTables& tables, const Placed& number) {
  if (!number.split.plan) return {};
  std::string prefix(number.split.calling_code);
  if (has_a_place(number.kind, number.split.calling_code)) prefix += area_code(number.split);
  Names names;
  for (const ZoneRow& row : tables.zones_under(prefix)) add(row.zones, names);
  // The number's own row may be a shorter one: an area code that the table knows in part, or not at all.
  if (const ZoneRow* own = tables.zone_over(number.digits)) add(own->zones, names);
  return {names.begin(), names.end()};
}

std::vector<std::string> zones(const PhoneNumber& number) {
  if (!phone_tables().ok()) return {};
  return phone::zones_of(*phone_tables(), phone::place(*phone_tables(), std::string_view(number.e164()).substr(1)));
}

std::vector<std::string> us_states(const PhoneNumber& number) {
  if (!phone_tables().ok() || region(number) != "US") return {};
  Names names;
  add(phone_tables()->us_states(std::string_view(number.e164()).substr(2, 3)), names);
  return {names.begin(), names.end()};
}

}  // namespace courtesy
