// The patterns by which an account says where its calendar keeps names and numbers (FieldPattern).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace courtesy::intake {

struct Matched {
  std::string name;
  std::string number;
  std::string email;
};

/// None where the text does not fit. Each placeholder takes the least that lets what follows it begin; none is empty.
std::optional<Matched> match_pattern(std::string_view pattern, std::string_view text);

/// Errors: `invalid` for an unknown placeholder, for two with nothing between them, and for a pattern without any.
Result<void> check_pattern(std::string_view pattern);

}  // namespace courtesy::intake
