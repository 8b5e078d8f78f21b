// The routes of the API, as a table: routes/. The program's only list of them, and what the tests go through.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/role.h"
#include "api/call.h"
#include "http/seam.h"

namespace courtesy::api {

class Api;

/// Whom what it does may reach: what keys of the kinds `test` and `guest` may do.
enum class Reach {
  nobody,       ///< nothing is sent for it
  clients,      ///< something may be: by live keys only
  those_named,  ///< in the request: its handler looks at them, and at the kind of key
};

/// What the request's body is.
enum class Takes {
  nothing,  ///< GET
  json,     ///< an object of `members`
  bytes,    ///< a file: the handler reads it
};

struct Route {
  std::string_view method;
  std::string_view path;  ///< `/appointments/{appointment}/answer`, behind /v1
  access::Capability needs;
  Reach reach;
  Takes takes;
  /// Names with spaces between them: of the members that a body may have besides `who`, and where there is no JSON
  /// body, of the query. Others are refused.
  std::string_view members;
  std::string_view example;  ///< a body, or of a GET a query, that is well-formed: for the tests and the description
  void (*take)(Api& api, Call call, http::Respond respond);
  bool counted = true;  ///< against the caller's allowance of requests
  bool noted = false;  ///< that it was done is noted with the caller's name, where the function itself does not say who
  bool urgent = false;  ///< a stop: not counted, and taken whatever the words of the request are

  /// `members` one by one.
  std::vector<std::string_view> names() const;
};

std::span<const Route> routes();

struct FoundRoute {
  const Route* route = nullptr;
  std::vector<std::string> at{};
  std::string methods{};  ///< which there are at that path, where this is none of them
};
/// `path`: behind /v1.
FoundRoute find_route(std::string_view method, std::string_view path);

}  // namespace courtesy::api
