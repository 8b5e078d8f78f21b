# The commit that the program is built of, for `courtesy --version`. A source that is no clone of its own has none.
set(COURTESY_COMMIT "")
if(EXISTS ${CMAKE_SOURCE_DIR}/.git)
  execute_process(COMMAND git -C ${CMAKE_SOURCE_DIR} rev-parse --short=12 HEAD
    OUTPUT_VARIABLE COURTESY_COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  # Another commit is told of by the next build.
  execute_process(COMMAND git -C ${CMAKE_SOURCE_DIR} rev-parse --path-format=absolute --git-path logs/HEAD
    OUTPUT_VARIABLE moves_of_head OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(EXISTS "${moves_of_head}")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${moves_of_head})
  endif()
endif()

file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/commit.cpp @ONLY CONTENT [[
#include "app/version.h"

namespace courtesy::app {

std::string_view commit() { return "@COURTESY_COMMIT@"; }

}  // namespace courtesy::app
]])
