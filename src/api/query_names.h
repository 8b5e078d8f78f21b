// What the names mean that may stand in the query of an address: for the description. Which of them an address knows
// is said by its route.
#pragma once

#include <span>
#include <string_view>

namespace courtesy::api {

struct Route;

struct QueryName {
  std::string_view name;
  std::string_view path;    ///< of the route where it means this; empty: of all that have no line of their own
  std::string_view schema;  ///< in JSON
  std::string_view words;
  bool required = false;
};

std::span<const QueryName> query_names();

/// What `name` means there; null: that has not been written, which a test refuses.
const QueryName* query_name(const Route& route, std::string_view name);

}  // namespace courtesy::api
