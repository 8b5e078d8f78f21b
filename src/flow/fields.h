// What callers key in: its kinds, what of each is right, and how it is spoken and kept.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace courtesy::flow {

enum class FieldKind {
  number,  ///< `40`; `7*5` with the star as the decimal point
  code,    ///< digits that mean nothing by themselves: spoken one by one, needs no reading back
  time,    ///< four digits of a 24-hour clock: `0930`
  money,   ///< `12`, or `12*50` with the star as the decimal point
  secret,  ///< a code that proves something: never spoken, never passed on, forgotten once it was checked
};
std::string_view to_string(FieldKind kind);
std::optional<FieldKind> parse_field_kind(std::string_view text);

/// How many keys, a star with them.
struct FieldLength {
  int least = 1;
  int most = 1;
};

/// Can these keys be a value of that kind and length?
bool is_value(FieldKind kind, FieldLength length, std::string_view keys);

/// Some value that can be, the shortest.
std::string example_value(FieldKind kind, FieldLength length);

/// For the ear: `40`, `7.5`, `1 2 3 4`, `9:30 AM`, `12.50`. A secret's words are empty. `keys` must be such a value.
std::string field_words(FieldKind kind, std::string_view keys, std::string_view language);

/// As it leaves in an event: the star is a point, a time has its colon (`09:30`).
std::string field_value(FieldKind kind, std::string_view keys);

}  // namespace courtesy::flow
