// Where what a document refers to leads.
#pragma once

#include <string>

#include "twiml/executor.h"

namespace courtesy::phonenet {

/// Against the document's own URL. What cannot be resolved is as it is written, and fails as a bad URL when it is asked
/// for.
std::string absolute(const twiml::Link& link);

}  // namespace courtesy::phonenet
