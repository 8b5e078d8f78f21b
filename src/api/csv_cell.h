// One cell of a table that spreadsheets open.
#pragma once

#include <string>
#include <string_view>

namespace courtesy::api {

/// Quoted where it must be (RFC 4180). What a spreadsheet would take for a formula (`=`, `+`, `-`, `@`, a tab or a line
/// break before it) gets an apostrophe in front, and is text: a client's name must not run anything.
std::string csv_cell(std::string_view text);

}  // namespace courtesy::api
