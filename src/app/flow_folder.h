// A flow as the commands name it: a folder, or the name of one that comes with the program.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "flow/flow.h"

namespace courtesy::app {

struct FlowFolder {
  std::string name;    ///< the folder's own
  std::string prefix;  ///< before a file's name in what is printed: `my/flow/`, so that editors find it
  std::vector<flow::Flow::File> files;

  flow::Flow::Others others;  ///< the flows that it may run: folders beside it, then shipped ones

  const flow::Flow::File* file(std::string_view file_name) const;
  /// Errors: `invalid`, saying how many findings `courtesy flow check` will show, and the first.
  Result<flow::Flow> load() const;
  std::vector<flow::Finding> faults() const { return flow::Flow::faults_of(files, others); }
};

/// A folder with a flow.toml in it, or a file that lies there; otherwise a shipped flow of that name. Hidden files and
/// those that end in ~ are left out. Errors: `not_found`, with the names that there are; `invalid` for files too large
/// or many.
Result<FlowFolder> read_flow_folder(const std::string& path_or_name);

}  // namespace courtesy::app
