// Upstream's parseHelper, maybeExtractCountryCode and maybeStripNationalPrefixAndCarrierCode, on digits already
// spelled.
#include "base/phone/plan.h"
#include "base/phone/spelling.h"

namespace courtesy {
namespace {

using phone::Region;
using phone::Spelled;

constexpr std::size_t shortest_national = 2;  // upstream's MIN_LENGTH_FOR_NSN
constexpr std::size_t longest_number = 15;    // ITU-T E.164, calling code included

std::string upper(std::string_view text) {
  std::string raised(text);
  for (char& c : raised) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return raised;
}

/// Takes the national prefix (`0`, `8`, a carrier's code) off, unless a good number would become a bad one.
std::string without_national_prefix(const Region& region, const std::string& digits) {
  if (region.national_prefix.empty()) return digits;
  const auto match = phone::match_start(region.national_prefix, digits);
  if (!match) return digits;
  const bool last_took_part = match->groups > 0 && !match->group[match->groups].empty();
  const bool transforms = !region.transform.empty() && last_took_part;
  std::string stripped =
      (transforms ? phone::fill(region.transform, *match) : std::string()) + digits.substr(match->end);
  const bool spoils = phone::matches_whole(region.general, digits) && !phone::matches_whole(region.general, stripped);
  return spoils ? digits : stripped;
}

struct Number {
  std::string_view calling_code;
  std::string national;
  const Region* plan;  ///< whose national prefix it may have
};

Error not_in_use() { return invalid("phone number: no country has that calling code; write it as +12125550123"); }

/// Digits that begin with a calling code, after a `+` or what is dialled before foreign numbers.
Result<Number> international(const PhoneTables& tables, std::string_view digits) {
  if (digits.size() <= shortest_national) return invalid("phone number: too short");
  const std::string_view code = tables.calling_code_of(digits);
  if (code.empty()) return not_in_use();
  return Number{code, std::string(digits.substr(code.size())), &tables.regions_of_code(code).front()};
}

/// The digits behind the region's prefix for foreign numbers (`00`, `011`); empty when there is none.
std::string_view behind_idd(const Region& region, std::string_view digits) {
  if (region.idd.empty()) return {};
  const auto match = phone::match_start(region.idd, digits);
  // No calling code begins with 0 (ITU-T E.164), so that what looks like a prefix here is part of the number.
  if (!match || match->end >= digits.size() || digits[match->end] == '0') return {};
  return digits.substr(match->end);
}

/// A number written without `+` in `home`.
Result<Number> domestic(const PhoneTables& tables, const Region& home, const std::string& digits) {
  if (const std::string_view foreign = behind_idd(home, digits); !foreign.empty())
    return international(tables, foreign);
  if (digits.starts_with(home.calling_code)) {
    // The calling code was written without its `+`, if only so the number becomes a good one.
    const std::string rest = without_national_prefix(home, digits.substr(home.calling_code.size()));
    const bool better = !phone::matches_whole(home.general, digits) && phone::matches_whole(home.general, rest);
    if (better || digits.size() > phone::longest(home.lengths)) {
      return Number{home.calling_code, rest, &tables.regions_of_code(home.calling_code).front()};
    }
  }
  return Number{home.calling_code, digits, &home};
}

/// `home`: the region the number was written in, nullptr when that is not known.
Result<Number> find_calling_code(const PhoneTables& tables, const Region* home, const Spelled& spelled) {
  if (!spelled.plus) return domestic(tables, *home, spelled.digits);
  const auto number = international(tables, spelled.digits);
  // `+011 44…`: a plus in front of what is dialled at home.
  if (number.ok() || !home || !tables.calling_code_of(spelled.digits).empty()) return number;
  const std::string_view foreign = behind_idd(*home, spelled.digits);
  return foreign.empty() ? number : international(tables, foreign);
}

Result<void> check_length(const Region& plan, std::string_view national) {
  if (phone::has_length(plan.lengths, national.size())) return {};
  const std::string where = plan.name == "001" ? "+" + std::string(plan.calling_code) : std::string(plan.name);
  if (national.size() < phone::shortest(plan.lengths)) {
    return invalid("phone number: too short for " + where + "; is the area code there?");
  }
  if (national.size() > phone::longest(plan.lengths)) return invalid("phone number: too long for " + where);
  return invalid("phone number: a digit is missing or too many for " + where);
}

/// The number without its national prefix, where that leaves a number of a length that the plan has.
std::string as_planned(const Region& plan, const std::string& national) {
  std::string stripped = without_national_prefix(plan, national);
  const bool fits = phone::has_length(plan.lengths, stripped.size()) || stripped.size() > phone::longest(plan.lengths);
  return fits ? stripped : national;
}

/// Takes the national prefix off where it is one, and judges the length.
Result<PhoneNumber> complete(const PhoneTables& tables, Number number) {
  if (number.national.size() < shortest_national) return invalid("phone number: too short");
  number.national = as_planned(*number.plan, number.national);
  const Region& main = tables.regions_of_code(number.calling_code).front();
  TRY(check_length(main, number.national));
  if (number.calling_code.size() + number.national.size() > longest_number) {
    return invalid("phone number: too long: at most 15 digits with the calling code");
  }
  // Read again, it would be another number: upstream goes on, but then nobody can say which of the two was meant.
  if (as_planned(main, number.national) != number.national) {
    return invalid("phone number: begins with one national prefix (such as 0) too many");
  }
  return PhoneNumber::parse("+" + std::string(number.calling_code) + number.national);
}

Error never_contacted() { return invalid("phone number: an emergency or short number, which is never contacted"); }

Result<PhoneNumber> read_spelled(const PhoneTables& tables, const Spelled& spelled, std::string_view country) {
  const Region* home = tables.region(country);
  if (!home && !spelled.plus) {
    return invalid(country.empty()
                       ? "phone number: no country is known for it; write it as +12125550123"
                       : "phone number: its country is not an ISO code such as US; write it as +12125550123");
  }
  if (home && phone::is_emergency(tables, home->name, spelled.digits)) return never_contacted();
  auto number = complete(tables, TRY(find_calling_code(tables, home, spelled)));
  const bool doubtful = !number.ok() || kind(*number) == PhoneKind::unknown;
  if (home && doubtful && phone::is_short(tables, home->name, spelled.digits)) return never_contacted();
  if (number.ok() && is_emergency_or_short(*number)) return never_contacted();
  return number;
}

}  // namespace

Result<ReadPhone> read_number_and_extension(std::string_view text, std::string_view country) {
  if (!phone_tables().ok()) return phone_tables().error();
  const Spelled spelled = TRY(phone::spell(text));
  PhoneNumber number = TRY(read_spelled(*phone_tables(), spelled, upper(country)));
  return ReadPhone{std::move(number), spelled.extension};
}

Result<PhoneNumber> read_number(std::string_view text, std::string_view country) {
  ReadPhone read = TRY(read_number_and_extension(text, country));
  if (!read.extension.empty()) {
    return invalid("phone number: has an extension, which a reminder cannot dial; give a direct number");
  }
  return std::move(read.number);
}

}  // namespace courtesy
