#include "base/phone/plan.h"

#include <bit>

#include "base/phone/profile.h"

namespace courtesy {
namespace phone {

Split split(const PhoneTables& tables, std::string_view digits) {
  const std::string_view code = tables.calling_code_of(digits);
  if (code.empty()) return {};
  return {.plan = &tables.regions_of_code(code).front(), .calling_code = code, .national = digits.substr(code.size())};
}

bool has_length(Lengths lengths, std::size_t length) { return length < 32 && ((lengths >> length) & 1) != 0; }
std::size_t shortest(Lengths lengths) { return static_cast<std::size_t>(std::countr_zero(lengths)); }
std::size_t longest(Lengths lengths) { return 31 - static_cast<std::size_t>(std::countl_zero(lengths)); }

namespace {

/// Nobody's line is shorter, calling code included: the shortest are the seven digits of some islands.
constexpr std::size_t shortest_line = 7;

bool is_of(const Kind& kind, std::string_view national) {
  if (kind.pattern.empty()) return false;
  if (kind.lengths != 0 && !has_length(kind.lengths, national.size())) return false;
  return matches_whole(kind.pattern, national);
}

}  // namespace

// Upstream's order (getNumberTypeHelper): what costs or is special is asked before fixed and mobile, which may overlap
// it.
PhoneKind kind_in(const Region& region, std::string_view national) {
  if (!matches_whole(region.general, national)) return PhoneKind::unknown;
  for (const PhoneKind special : {PhoneKind::premium, PhoneKind::toll_free, PhoneKind::shared_cost, PhoneKind::voip,
                                  PhoneKind::personal, PhoneKind::pager, PhoneKind::uan, PhoneKind::voicemail}) {
    if (is_of(region.kind(special), national)) return special;
  }
  const bool mobile = !region.mobile_as_fixed && is_of(region.kind(PhoneKind::mobile), national);
  if (is_of(region.kind(PhoneKind::fixed), national)) {
    return region.mobile_as_fixed || mobile ? PhoneKind::fixed_or_mobile : PhoneKind::fixed;
  }
  return mobile ? PhoneKind::mobile : PhoneKind::unknown;
}

namespace {

struct Found {
  const Region* region = nullptr;
  std::optional<PhoneKind> kind{};  ///< there, where finding the region told it
};

Found find_region(const PhoneTables& tables, const Split& number) {
  const auto regions = tables.regions_of_code(number.calling_code);
  if (regions.size() == 1) return {&regions.front()};
  for (const Region& region : regions) {
    if (!region.leading_digits.empty()) {
      if (match_start(region.leading_digits, number.national)) return {&region};
      continue;
    }
    const PhoneKind kind = kind_in(region, number.national);
    if (kind != PhoneKind::unknown) return {&region, kind};
  }
  return {};
}

}  // namespace

const Region* region_of(const PhoneTables& tables, const Split& number) { return find_region(tables, number).region; }

Placed place(const PhoneTables& tables, std::string_view digits) {
  Placed placed{.digits = digits, .split = split(tables, digits)};
  const auto [region, kind] = find_region(tables, placed.split);
  placed.region = region;
  if (region != nullptr) placed.kind = kind ? *kind : kind_in(*region, placed.split.national);
  return placed;
}

bool is_emergency(const PhoneTables& tables, std::string_view region, std::string_view digits) {
  const ShortNumbers* numbers = tables.short_numbers(region);
  return numbers && !numbers->emergency.empty() && matches_whole(numbers->emergency, digits);
}

bool is_short(const PhoneTables& tables, std::string_view region, std::string_view digits) {
  const ShortNumbers* numbers = tables.short_numbers(region);
  return numbers && !numbers->all.empty() && matches_whole(numbers->all, digits);
}

Validity validity_of(const Placed& number) {
  if (!number.split.plan) return Validity::invalid;
  if (number.kind != PhoneKind::unknown) return Validity::valid;
  const bool long_enough = has_length(number.split.plan->lengths, number.split.national.size());
  return long_enough ? Validity::possible : Validity::invalid;
}

bool is_emergency_or_short(const PhoneTables& tables, const Placed& number) {
  if (number.digits.size() < shortest_line) return true;
  const bool valid = number.kind != PhoneKind::unknown;
  const auto is = [&](std::string_view pattern) {
    return !pattern.empty() && matches_whole(pattern, number.split.national);
  };
  for (const Region& region : tables.regions_of_code(number.split.calling_code)) {
    if (is(region.emergency) || (!valid && is(region.short_numbers))) return true;
  }
  return false;
}

std::optional<Chosen> choose_format(const Region& plan, std::string_view national) {
  for (const Format& format : plan.formats) {
    if (!format.leading_digits.empty() && !match_start(format.leading_digits, national)) continue;
    if (const auto match = match_whole(format.pattern, national)) return Chosen{&format, *match};
  }
  return std::nullopt;
}

}  // namespace phone

std::string_view to_string(Validity validity) {
  switch (validity) {
    case Validity::valid: return "valid";
    case Validity::possible: return "possible";
    case Validity::invalid: return "invalid";
  }
  return "invalid";
}

namespace {

std::string_view digits_of(const PhoneNumber& number) { return std::string_view(number.e164()).substr(1); }

}  // namespace

PhoneKind kind(const PhoneNumber& number) {
  if (!phone_tables().ok()) return PhoneKind::unknown;
  return phone::place(*phone_tables(), digits_of(number)).kind;
}

std::string region(const PhoneNumber& number) {
  if (!phone_tables().ok()) return {};
  const phone::Region* found = phone::region_of(*phone_tables(), phone::split(*phone_tables(), digits_of(number)));
  return found ? std::string(found->name) : std::string();
}

Validity validity(const PhoneNumber& number) {
  if (!phone_tables().ok()) return Validity::invalid;
  return phone::validity_of(phone::place(*phone_tables(), digits_of(number)));
}

bool is_emergency_or_short(const PhoneNumber& number) {
  if (!phone_tables().ok()) return true;
  return phone::is_emergency_or_short(*phone_tables(), phone::place(*phone_tables(), digits_of(number)));
}

PhoneProfile profile(const PhoneNumber& number) {
  if (!phone_tables().ok()) {
    return {.region = {},
            .kind = PhoneKind::unknown,
            .validity = Validity::invalid,
            .emergency_or_short = true,
            .zones = {}};
  }
  const PhoneTables& tables = *phone_tables();
  const phone::Placed placed = phone::place(tables, digits_of(number));
  return {.region = placed.region ? std::string(placed.region->name) : std::string(),
          .kind = placed.kind,
          .validity = phone::validity_of(placed),
          .emergency_or_short = phone::is_emergency_or_short(tables, placed),
          .zones = phone::zones_of(tables, placed)};
}

}  // namespace courtesy
