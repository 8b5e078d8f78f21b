// `--fact NAME=VALUE` and `--lang LANGUAGE` of the commands that try a flow out.
#pragma once

#include <string>
#include <vector>

#include "flow/flow.h"

namespace courtesy::app {

/// Errors: `invalid` for one that is not NAME=VALUE, or for a name that no flow can speak.
Result<void> checked_facts(const std::vector<std::string>& written);

/// The sample's facts in the language, and those that were written instead of them.
Result<flow::Facts> facts_from(const flow::Flow& flow, const std::string& language,
                               const std::vector<std::string>& written);

/// The one that is asked for, or all of the flow's. Errors: `invalid` for one that it does not have.
Result<std::vector<std::string>> languages_of(const flow::Flow& flow, const std::string& asked);

}  // namespace courtesy::app
