// The table of routes, put together from its areas (the files beside this one). To add one: write a row (method, path,
// what it is for, whom it may reach, its body, the names that the body or the query may have, an example), with a
// function that takes the call and answers by `asks` (one read) or `writes` (one unit), which know the caller's
// account. The gate, roles, kinds of keys, allowances, unknown names and Idempotency-Key are done before it is called,
// and the tests (access_test: other accounts, roles, names) find the row by themselves; it wants its place in
// docs/reference/api.md, a summary in openapi.cpp, and for a new name of a query what it means in query_names.cpp
// besides.
#include <fmt/format.h>

#include <algorithm>

#include "api/route.h"
#include "api/routes/table.h"

namespace courtesy::api {
namespace {

std::vector<Route> joined() {
  std::vector<Route> all;
  for (const auto area : {people_routes(), appointments_routes(), record_routes(), safety_routes(), reminders_routes(),
                          flows_routes(), incoming_routes(), installation_routes(), operator_routes()})
    all.insert(all.end(), area.begin(), area.end());
  return all;
}

std::vector<std::string_view> pieces(std::string_view path) {
  std::vector<std::string_view> found;
  while (path.starts_with('/')) {
    path.remove_prefix(1);
    const auto slash = std::min(path.find('/'), path.size());
    found.push_back(path.substr(0, slash));
    path.remove_prefix(slash);
  }
  return found;
}

/// What stands in the places of the pattern; none: another path.
std::optional<std::vector<std::string>> matched(std::string_view pattern, const std::vector<std::string_view>& path) {
  const auto wanted = pieces(pattern);
  if (wanted.size() != path.size()) return std::nullopt;
  std::vector<std::string> at;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (wanted[i].starts_with('{')) {
      at.emplace_back(path[i]);
    } else if (wanted[i] != path[i]) {
      return std::nullopt;
    }
  }
  return at;
}

}  // namespace

std::vector<std::string_view> Route::names() const {
  std::vector<std::string_view> all;
  for (std::string_view rest = members; !rest.empty();) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    all.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return all;
}

std::span<const Route> routes() {
  static const std::vector<Route> all = joined();
  return all;
}

FoundRoute find_route(std::string_view method, std::string_view path) {
  const auto wanted = pieces(path);
  FoundRoute found;
  std::size_t places = 0;
  for (const Route& route : routes()) {
    auto at = matched(route.path, wanted);
    if (!at) continue;
    if (route.method != method) {
      if (found.methods.find(route.method) == std::string::npos)
        found.methods += fmt::format("{}{}", found.methods.empty() ? "" : ", ", route.method);
      continue;
    }
    // Of two that fit, the one that says more of it itself: /me/sessions/end-others is nobody's session.
    if (found.route != nullptr && at->size() >= places) continue;
    places = at->size();
    found.route = &route;
    found.at = std::move(*at);
  }
  return found;
}

}  // namespace courtesy::api
