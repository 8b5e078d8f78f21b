# Files that live inside the binary: migrations, flows, data tables, the page. tools/embed.py writes
# an assembler file of .incbin lines and a table; base/embedded.h is how the code finds them.

set(embedded_roots "")
macro(courtesy_embed prefix folder)
  list(APPEND embedded_roots "${prefix}=${folder}")
endmacro()

courtesy_embed(migrations ${CMAKE_SOURCE_DIR}/src/store/migrations)
courtesy_embed(flows ${CMAKE_SOURCE_DIR}/flows)
courtesy_embed(starters ${CMAKE_SOURCE_DIR}/starters)
courtesy_embed(data ${CMAKE_BINARY_DIR}/../data)
courtesy_embed(errors ${CMAKE_SOURCE_DIR}/docs/reference/errors)
courtesy_embed(answers ${CMAKE_SOURCE_DIR}/src/api/answers)
courtesy_embed(sample ${CMAKE_SOURCE_DIR}/sample)
if(COURTESY_WEB)
  courtesy_embed(web ${CMAKE_BINARY_DIR}/../web)
  courtesy_embed(handset ${CMAKE_BINARY_DIR}/../handset)
endif()

set(embedded_files "")
foreach(root IN LISTS embedded_roots)
  string(REGEX REPLACE "^[^=]*=" "" folder ${root})
  file(GLOB_RECURSE found CONFIGURE_DEPENDS ${folder}/*)
  list(APPEND embedded_files ${found})
endforeach()

add_custom_command(
  OUTPUT ${CMAKE_BINARY_DIR}/embedded.S ${CMAKE_BINARY_DIR}/embedded.cpp
  COMMAND python3 ${CMAKE_SOURCE_DIR}/tools/embed.py ${CMAKE_BINARY_DIR} ${embedded_roots}
  DEPENDS ${embedded_files} ${CMAKE_SOURCE_DIR}/tools/embed.py
  VERBATIM)
add_library(embedded OBJECT ${CMAKE_BINARY_DIR}/embedded.S ${CMAKE_BINARY_DIR}/embedded.cpp)
# The assembler reads the files by .incbin, which no dependency scan sees.
set_source_files_properties(${CMAKE_BINARY_DIR}/embedded.S PROPERTIES OBJECT_DEPENDS "${embedded_files}")
