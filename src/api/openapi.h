// The API's description in OpenAPI 3.1, made from the table of routes: GET /v1/openapi.json.
#pragma once

#include <boost/json/fwd.hpp>
#include <string_view>

namespace courtesy::api {

struct Route;

/// What the route does, in a few words; empty for one that has none yet, which a test refuses.
std::string_view summary_of(const Route& route);

/// The schema of what it answers, in answers/; of several, with `|` between them. Empty: what it answers is no JSON, or
/// nobody's words of ours.
std::string_view answer_schemas(const Route& route);

/// Of all routes. `version`: the program's.
boost::json::object openapi(std::string_view version);

}  // namespace courtesy::api
