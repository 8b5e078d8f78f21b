// Judges an application by what the network saw of it: its calls, its documents, how it answered.
#pragma once

#include <span>
#include <string_view>

#include "phonenet/lint/finding.h"
#include "phonenet/office.h"

namespace courtesy::phonenet {

/// Of every call that is kept (`Settings::logged_calls`). The same finding in several calls is one, with how often.
LintReport lint(Office& office);

/// All rules there are, in their order.
std::span<const std::string_view> lint_rules();

}  // namespace courtesy::phonenet
