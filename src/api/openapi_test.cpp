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
