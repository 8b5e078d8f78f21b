// What the house knows of a number without asking anybody: the phone engine's answers as facts for the interlocks.
#pragma once

#include "store/unit.h"

namespace courtesy {

/// Emergency, short, premium-rate, shared-cost and pager numbers are `refused`; so is what the numbering plans call
/// impossible. Zones: all that the number could be in.
NumberFacts number_facts(const PhoneNumber& number);

}  // namespace courtesy
