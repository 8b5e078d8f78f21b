// A phone number as a value: E.164 behind the door, whatever was written on it.
#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "base/result.h"

namespace courtesy {

/// A phone number in E.164 form: "+" and 3 to 15 digits, the first not 0 (ITU-T E.164).
class PhoneNumber {
 public:
  /// Errors: `invalid` for anything else. National forms are intake's business: it knows the country.
  static Result<PhoneNumber> parse(std::string_view text);

  const std::string& e164() const { return e164_; }

  friend auto operator<=>(const PhoneNumber&, const PhoneNumber&) = default;

 private:
  explicit PhoneNumber(std::string e164) : e164_(std::move(e164)) {}
  std::string e164_;
};

}  // namespace courtesy
