// The numbering plans, short numbers and zones of the world, read once from tables that the build made (./dev data).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace courtesy {

/// What a number is for, by its numbering plan. `fixed_or_mobile`: the plan does not tell, as in North America.
enum class PhoneKind {
  fixed,
  mobile,
  fixed_or_mobile,
  toll_free,
  premium,
  shared_cost,
  voip,
  personal,
  pager,
  uan,
  voicemail,
  unknown
};
std::string_view to_string(PhoneKind kind);

namespace phone {

/// Lengths of national numbers, a bit each: length 7 is bit 7.
using Lengths = std::uint32_t;

struct Kind {
  std::string_view pattern;  ///< empty: the region has no such numbers
  Lengths lengths = 0;       ///< none: whatever the pattern says
};

struct Format {
  std::string_view pattern;
  std::string_view leading_digits;  ///< a pattern for the number's start; empty: any
  std::string_view national;        ///< `($1) $2-$3`
  std::string_view prefix_rule;     ///< put for `$1` when written nationally: `(0$1)`; empty: nothing to do
  std::string_view international;
};

/// A region's numbering plan. Views are of the text that the tables were read from.
struct Region {
  std::string_view name;             ///< ISO 3166 alpha-2; `001` for a calling code of no country
  std::string_view calling_code;     ///< `44`
  std::string_view idd;              ///< a pattern: what is dialled before a foreign number, `00`
  std::string_view national_prefix;  ///< a pattern: what stands before national numbers, `0`
  std::string_view transform;        ///< what replaces the prefix, if its last group took part
  std::string_view leading_digits;   ///< a pattern: the numbers of a shared calling code that are here
  Lengths lengths = 0;
  std::string_view general;  ///< a pattern for every national number
  bool mobile_as_fixed = false;
  std::array<Kind, static_cast<std::size_t>(PhoneKind::unknown)> kinds{};
  std::vector<Format> formats;       ///< a shared calling code's are its main region's
  std::string_view emergency{};      ///< a pattern: its ShortNumbers', beside it for whom every number is asked about
  std::string_view short_numbers{};  ///< a pattern

  const Kind& kind(PhoneKind wanted) const { return kinds[static_cast<std::size_t>(wanted)]; }
};

/// Numbers of three to six digits and the like, by region.
struct ShortNumbers {
  std::string_view region;
  std::string_view emergency;  ///< a pattern
  std::string_view all;        ///< a pattern; holds the emergency ones too
};

struct ZoneRow {
  std::string_view prefix;  ///< of the E.164 number, without `+`
  std::string_view zones;   ///< IANA names, `&` between
};

struct StateRow {
  std::string_view area_code;
  std::string_view states;  ///< USPS codes, `&` between
};

}  // namespace phone

/// Immutable once read. The texts outlive it (they are in the binary, or the caller keeps them).
class PhoneTables {
 public:
  struct Texts {
    std::string_view metadata;
    std::string_view short_numbers;
    std::string_view zones;
    std::string_view us_states;
  };
  /// Errors: `invalid`, with the line that is not as it should be; `unavailable` when a text is empty.
  static Result<PhoneTables> read(const Texts& texts);

  const phone::Region* region(std::string_view name) const;
  /// Main region first; empty when there is no such calling code.
  std::span<const phone::Region> regions_of_code(std::string_view calling_code) const;
  /// The calling code that E.164 digits begin with; empty when none does.
  std::string_view calling_code_of(std::string_view digits) const;
  const phone::ShortNumbers* short_numbers(std::string_view region) const;
  /// All rows whose prefix begins with `prefix`.
  std::span<const phone::ZoneRow> zones_under(std::string_view prefix) const;
  /// The row with the longest prefix that `digits` begins with; nullptr when there is none.
  const phone::ZoneRow* zone_over(std::string_view digits) const;
  /// US states of a North American area code, `&` between; empty when it is not known or not there.
  std::string_view us_states(std::string_view area_code) const;
  std::span<const phone::ZoneRow> zone_rows() const { return zones_; }
  std::span<const phone::Region> regions() const { return regions_; }

 private:
  friend struct PhoneTablesReader;
  std::vector<phone::Region> regions_;                           // by calling code, the main region first
  std::vector<std::pair<std::string_view, std::size_t>> names_;  // region name, place in regions_
  std::vector<phone::ShortNumbers> short_;
  std::vector<phone::ZoneRow> zones_;
  std::vector<phone::StateRow> states_;
};

/// Of the tables embedded in this binary, read at the first call (about a millisecond) and never changed.
/// Errors: `unavailable` when it was built without them.
const Result<PhoneTables>& phone_tables();

}  // namespace courtesy
