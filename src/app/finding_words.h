// A finding as a developer reads it: the place, what is wrong, and the line with a caret under it.
#pragma once

#include <boost/json/object.hpp>
#include <iosfwd>

#include "app/flow_folder.h"
#include "flow/finding.h"

namespace courtesy::app {

/// FILE:LINE:COLUMN: what, and how to mend it; the source line; a caret; its kind, and why it hurts.
void print_finding(const FlowFolder& folder, const flow::Finding& finding, std::ostream& out);
boost::json::object finding_json(const FlowFolder& folder, const flow::Finding& finding);

/// `1 path`, `7 paths`, `12,000 paths`.
std::string counted(std::size_t count, std::string_view one);

/// Lines of at most `width` columns between words, each with `indent` before it; a word that is longer has its own.
std::string wrapped(std::string_view text, std::size_t width, std::string_view indent);

}  // namespace courtesy::app
