// Phone numbers inside free text.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/phone/number.h"
#include "intake/reading.h"

namespace courtesy::intake {

/// A number as written in any common way: "+1 (212) 555-0123", "tel:+34-600-123-456", "212 555 0123" with a reader.
/// Errors: `invalid`, in plain words that do not repeat it.
Result<PhoneNumber> read_number(std::string_view text, const Reading& reading);

/// More in one place are as good as this many.
inline constexpr std::size_t most_numbers = 10;

struct FoundNumbers {
  std::vector<PhoneNumber> usable;  ///< each once, in the order of the text, at most `most_numbers`
  bool some_unusable = false;       ///< something looks like a number and is none
  std::string rest;                 ///< the text without all of them
};

/// Dates, times, prices, digits inside words or links, dial-in numbers with a meeting's code, and the business's own
/// are not numbers.
FoundNumbers find_numbers(std::string_view text, const Reading& reading);

}  // namespace courtesy::intake
