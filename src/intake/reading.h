// What the reading of a calendar or a table needs to know, and its bounds.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/phone/number.h"
#include "base/result.h"
#include "intake/import.h"

namespace courtesy::intake {

/// A number as written, and the country (ISO 3166 alpha-2) whose national form it may have.
/// Errors: `invalid`, in plain words that do not repeat the number.
using NumberReader = std::function<Result<PhoneNumber>(std::string_view text, std::string_view country)>;

/// The IANA zone for a Windows zone name ("Romance Standard Time"); none for any other text.
using ZoneLookup = std::function<std::optional<std::string>(std::string_view windows_name)>;

/// Where a name or number may stand.
enum class Field { summary, description, location, contact };
std::string_view to_string(Field field);

/// A shape of one field of an event, or of one line of its description.
///
/// `{name}`, `{number}`, `{email}` and `{any}` stand for text, all else for itself; letters match in either case, a
/// space matches any run of blanks. `{name} / {any} / {number}` fits "Ana Gil / cut / 212 555 0123". Of two patterns
/// that fit, the earlier in the list is taken; what no pattern gives is looked for in the ordinary places.
struct FieldPattern {
  Field field;
  std::string pattern;
};

/// Whatever is larger is refused with a plain error, before or while it is read.
struct Bounds {
  std::size_t bytes = 20u << 20;
  std::size_t components = 50'000;           ///< of a calendar; rows of a table
  std::size_t occurrences_an_event = 2'000;  ///< in [from, to)
  std::size_t occurrences = 200'000;         ///< of all events together, in [from, to)
  std::size_t steps_an_event = 1'000'000;    ///< days, hours and dates looked at while its rules are expanded
  std::size_t steps = 20'000'000;            ///< of all events together
};

struct Reading {
  Settings settings;
  NumberReader read_number = {};  ///< none: base/phone/engine.h; for numbers without a country code (+...)
  ZoneLookup windows_zone = {};   ///< none: windows_zone_from_table() of the embedded data
  std::vector<FieldPattern> patterns = {};
  std::vector<std::string> own_numbers = {};  ///< E.164, of the business itself: in a text they are no client's
  Bounds bounds = {};
};

/// Looks a Windows zone name up in lines of `Windows Name<TAB>IANA name`; `#` begins a comment.
std::optional<std::string> windows_zone_from_table(std::string_view table, std::string_view windows_name);

}  // namespace courtesy::intake
