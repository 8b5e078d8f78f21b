// Reads what stands behind an input in flow.toml: where the call goes, what is done, under which condition.
#pragma once

#include <optional>

#include "flow/definition.h"
#include "flow/toml_reading.h"

namespace courtesy::flow {

/// `"menu"`, `{ go = "menu", do = ["confirm"] }`, `{ back = "hours" }`, or a list of those whose last has no `when`.
std::optional<Transition> read_transition(Place place, const toml::node& value, TomlFaults& faults);

/// After hanging up there is nowhere to go: `{ do = ["left_on_machine"] }`, or `"nothing"`.
std::optional<Transition> read_hang_up(Place place, const toml::node& value, TomlFaults& faults);

}  // namespace courtesy::flow
