// Every kind of fault that a flow or a template can have: its stable name, and why it hurts.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "flow/finding.h"

namespace courtesy::flow {

struct FaultKind {
  std::string_view code;  ///< `key-not-offered`: written in tests and by tools, so it stays
  std::string_view why;
};

/// In the order of their codes.
extern const std::array<FaultKind, 60> fault_kinds;

/// A finding of that kind. The code must be one of fault_kinds.
Finding fault(std::string_view code, std::string file, Place place, std::string message);

}  // namespace courtesy::flow
