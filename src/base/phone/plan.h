// A number seen through the numbering plan it belongs to: the words that reading, judging and displaying share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/phone/engine.h"
#include "base/phone/pattern.h"
#include "base/phone/tables.h"

namespace courtesy::phone {

/// An E.164 number, split. `plan` is the calling code's main region, nullptr when no plan has that code.
struct Split {
  const Region* plan = nullptr;
  std::string_view calling_code;
  std::string_view national;  ///< with its leading zeros
};
Split split(const PhoneTables& tables, std::string_view digits);

bool has_length(Lengths lengths, std::size_t length);
std::size_t shortest(Lengths lengths);
std::size_t longest(Lengths lengths);

/// What the plan of `region` says of a national number.
PhoneKind kind_in(const Region& region, std::string_view national);

/// The region of a shared calling code that has the number; nullptr when none does.
const Region* region_of(const PhoneTables& tables, const Split& number);

/// A number with its region and kind, which the other answers start from: finding them is most of the work.
struct Placed {
  std::string_view digits;
  Split split;
  const Region* region = nullptr;
  PhoneKind kind = PhoneKind::unknown;
};
Placed place(const PhoneTables& tables, std::string_view digits);
Validity validity_of(const Placed& number);
bool is_emergency_or_short(const PhoneTables& tables, const Placed& number);
std::vector<std::string> zones_of(const PhoneTables& tables, const Placed& number);

/// Emergency first: `112` from a phone in `region`.
bool is_emergency(const PhoneTables& tables, std::string_view region, std::string_view digits);
bool is_short(const PhoneTables& tables, std::string_view region, std::string_view digits);

/// The format for a whole national number, and what it matched.
struct Chosen {
  const Format* format;
  Match match;
};
std::optional<Chosen> choose_format(const Region& plan, std::string_view national);

}  // namespace courtesy::phone
