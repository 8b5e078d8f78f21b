#include "api/openapi.h"

#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <set>
#include <string>

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
