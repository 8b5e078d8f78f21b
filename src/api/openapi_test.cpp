#include "api/openapi.h"

#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <set>
#include <string>

#include "api/query_names.h"
#include "api/route.h"

using namespace courtesy::api;

TEST_CASE("every route is described, under a name of its own") {
  std::set<std::string> names;
  const auto document = openapi("1");
  for (const Route& route : routes()) {
    CAPTURE(route.path);
    CHECK_FALSE(summary_of(route).empty());
    std::string method(route.method);
    for (char& c : method) c = static_cast<char>(c - 'A' + 'a');
    const auto& operation = document.at("paths").at(route.path).at(method).as_object();
    CHECK(names.emplace(operation.at("operationId").as_string()).second);
    CHECK(operation.contains("requestBody") == (route.takes != Takes::nothing));
  }
}

TEST_CASE("every name that a query may have is described, and no other") {
  std::set<const QueryName*> used;
  for (const Route& route : routes()) {
    if (route.takes == Takes::json) continue;
    for (const std::string_view name : route.names()) {
      CAPTURE(route.path);
      CAPTURE(name);
      const QueryName* known = query_name(route, name);
      REQUIRE((known != nullptr));
      used.insert(known);
    }
  }
  for (const QueryName& one : query_names()) {
    CAPTURE(one.name);
    CAPTURE(one.path);
    CHECK(used.contains(&one));
  }
}

TEST_CASE("what narrows a list is in its description, with its kind, its words and an example") {
  const boost::json::value document = openapi("1");
  const auto parameters = [&](const char* at) { return document.at_pointer(at).as_array(); };
  const auto reports = parameters("/paths/~1reports/get/parameters");
  REQUIRE(reports.size() == 3);
  CHECK(reports[0].at("name") == "from");
  CHECK(reports[0].at("in") == "query");
  CHECK(reports[0].at("required") == false);
  CHECK(reports[0].at("schema").at("format") == "date");
  CHECK(reports[0].at("example") == "2026-05-01");
  CHECK(reports[2].at("schema").at("enum").as_array().size() == 4);
  const auto days = parameters("/paths/~1days/get/parameters");
  CHECK(days[0].at("required") == true);
  const auto join = parameters("/paths/~1clients~1{client}~1join/get/parameters");
  CHECK(join[1].at("name") == "with");
  CHECK(join[1].at("example") == 2);
  // The last stands in a header: the key of the request.
  CHECK(parameters("/paths/~1imports/post/parameters").size() == 21);
  CHECK(parameters("/paths/~1agents/post/parameters").size() == 1);
}

TEST_CASE("a body's members are described, and no others are taken") {
  const boost::json::value document = openapi("1");
  const auto& schema = document.at_pointer("/paths/~1sign-in/post/requestBody/content/application~1json/schema");
  CHECK(schema.at("properties").as_object().contains("password"));
  CHECK_FALSE(schema.at("properties").as_object().contains("is_operator"));
  CHECK_FALSE(schema.at("additionalProperties").as_bool());
}

namespace {

/// All that `$ref` names below there.
void references(const boost::json::value& value, std::set<std::string>& found) {
  if (value.is_array()) {
    for (const auto& one : value.as_array()) references(one, found);
  }
  if (!value.is_object()) return;
  for (const auto& [name, one] : value.as_object()) {
    if (name == "$ref") found.emplace(one.as_string());
    references(one, found);
  }
}

}  // namespace

TEST_CASE("every answer in JSON has a schema, and every schema that is named is there") {
  const std::set<std::string_view> not_ours{
      "/events",        "/reports.csv", "/messages/{message}/sound", "/flows/{flow}/diagram",
      "/errors/{code}", "/openapi.json"};
  for (const Route& route : routes()) {
    CAPTURE(route.path);
    CHECK(answer_schemas(route).empty() == not_ours.contains(route.path));
  }
  const boost::json::value document = openapi("1");
  std::set<std::string> named;
  references(document, named);
  for (const std::string& one : named) {
    CAPTURE(one);
    boost::system::error_code missing;
    CHECK(document.find_pointer(one.substr(1), missing) != nullptr);
  }
  CHECK(named.size() > 50);
}
