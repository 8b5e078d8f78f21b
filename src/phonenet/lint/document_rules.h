// What can be said of a call's documents: where their URLs lead, and what happens without one.
#pragma once

#include <string>
#include <string_view>

#include "phonenet/lint/findings.h"
#include "phonenet/office.h"

namespace courtesy::phonenet {

/// `missing-action` and `relative-url`, of every document of a call that has a trace.
void judge_documents(const Call& call, Findings& findings);

/// The URL, without its query, of the document of that number (from 1); `TwiML given with the call` where it came as
/// text.
std::string document_of(const Trace& trace, std::size_t number);
/// That of the call's last one; empty where nothing is known.
std::string document_of(Office& office, std::string_view sid);
/// The line that a notice's words begin with (`line 4: …`, `line 4, column …`), or 0.
int line_in(std::string_view words);

}  // namespace courtesy::phonenet
