// A clinic that does not exist, for trying flows out before there are appointments.
#pragma once

#include "flow/flow.h"

namespace courtesy::flow {

/// A value for every name that a template may use: Maple Dental expects Ana on Thursday, November 26, at 2 PM, said in
/// the language. `language` must be one of the flow's.
Facts sample_facts(std::string_view language);

/// With them a value for every fact that this flow, or one that it runs, speaks as `{{fact.NAME}}`: its name in words.
Facts sample_facts(const Flow& flow, std::string_view language);

}  // namespace courtesy::flow
