// A version of a flow as one text: all its files and those of the flows that it runs. What was published is kept so,
// and a call ends on the version with which it began, whatever the folders hold by then.
#pragma once

#include <string>
#include <string_view>

#include "flow/flow.h"

namespace courtesy::flow {

/// Reads them as Flow::load() does. Errors: as Flow::load(); `invalid` for a name of a flow or file that no folder has.
Result<std::string> archive(std::string_view name, const std::vector<Flow::File>& files, const Flow::Others& others);

/// Errors: `invalid` for a text that archive() does not write; as Flow::load(): a checker that has learnt more may
/// refuse what an older one let pass.
Result<Flow> load_archived(std::string_view text);

/// The flow's own files, conversations with them. Errors: `invalid` for a text that archive() does not write.
Result<std::vector<Flow::File>> archived_files(std::string_view text);

}  // namespace courtesy::flow
