// Phone numbers as people write them: read, judged, displayed, and the time zones they may ring in.
//
// Follows upstream libphonenumber's algorithm on upstream's data (./dev data; tools/data/NOTICES.md). Everything here
// is pure: the tables are part of the binary. Without them, reading fails with `unavailable` and the rest answers with
// the least it can say (unknown kind, no zones), which every interlock takes for a "no". No error quotes the number.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/phone/number.h"
#include "base/phone/tables.h"
#include "base/result.h"

namespace courtesy {

/// `valid`: the numbering plan gives such numbers out. `possible`: only the length is right: plans change faster than
/// tables, so this is a doubt and not a "no". `invalid`: no number there is so long.
enum class Validity { valid, possible, invalid };
std::string_view to_string(Validity validity);

struct ReadPhone {
  PhoneNumber number;
  std::string extension;  ///< its digits; empty when none was written
};

/// Reads a number as written in `country` (ISO 3166 alpha-2): `(212) 555-0123`, `+44 20 7946 0123`,
/// `tel:+1-212-555-0123`. With a leading `+` the country may be empty. What is read has a possible length, and is no
/// emergency or short number. Errors: `invalid`, in words for the person who typed it; an extension is one, since a
/// reminder cannot dial it.
Result<PhoneNumber> read_number(std::string_view text, std::string_view country);
/// The same, but an extension is given back.
Result<ReadPhone> read_number_and_extension(std::string_view text, std::string_view country);

Validity validity(const PhoneNumber& number);
PhoneKind kind(const PhoneNumber& number);
/// ISO 3166 alpha-2; `001` for a calling code of no country; empty when a shared calling code does not tell.
/// +1 has 25 regions: it is not a country.
std::string region(const PhoneNumber& number);

/// Never to be contacted: an emergency number, a short code, or too short to be anybody's line.
bool is_emergency_or_short(const PhoneNumber& number);

/// `(212) 555-0123`: as written in its own country.
std::string national_display(const PhoneNumber& number);
/// `+1 212-555-0123`.
std::string international_display(const PhoneNumber& number);

/// IANA names, sorted: all zones found under the number's whole area code, since a line keeps its number when its owner
/// moves a town further. Mobile, toll-free and other numbers without a place, and those of an unknown area code: all
/// zones of the calling code. Empty: nothing is known.
std::vector<std::string> zones(const PhoneNumber& number);

/// The US states that the number's area code lies in, as USPS codes (`KY`), sorted. Empty: not in the United States, or
/// not known (a new area code, toll-free): whoever needs the strictest of all states must then take it.
std::vector<std::string> us_states(const PhoneNumber& number);

struct FoundPhone {
  std::size_t begin;  ///< bytes in the text
  std::size_t end;
  PhoneNumber number;
  std::string extension;
};

/// The valid numbers in free text, in order; those without `+` are read as of `country`. Dates, times, amounts and
/// parts of longer codes are passed over. Looks at the first 64 KiB and finds at most 100.
std::vector<FoundPhone> find_numbers(std::string_view text, std::string_view country);

}  // namespace courtesy
