#include "http/etag.h"

#include <doctest/doctest.h>

using namespace courtesy::http;

namespace {

Response answered(const Request& request, Response response) {
  Response got;
  told_once(request, [&](Response one) { got = std::move(one); })(std::move(response));
  return got;
}

Request knowing(std::string tags) { return {.url = "/day", .headers = {{"If-None-Match", std::move(tags)}}}; }

TEST_CASE("an answer is told once: whoever names its tag has it already") {
  const Response first = answered({.url = "/day"}, json_response(200, R"({"a":1})"));
  CHECK(first.status == 200);
  const std::string tag(first.header("ETag").value());

  const Response again = answered(knowing(tag), json_response(200, R"({"a":1})"));
  CHECK(again.status == 304);
  CHECK(again.body.empty());
  CHECK(again.header("ETag") == tag);

  CHECK(answered(knowing(tag), json_response(200, R"({"a":2})")).status == 200);
}

TEST_CASE("of several tags one is enough, and a weak one is as good") {
  CHECK(has_already(knowing(R"("x", W/"y" ,"z")"), "\"y\""));
  CHECK(has_already(knowing("*"), "\"y\""));
  CHECK_FALSE(has_already(knowing(R"("x","yy")"), "\"y\""));
  CHECK_FALSE(has_already({.url = "/day"}, "\"y\""));
}

TEST_CASE("an answer's own tag stays, and what went wrong has none") {
  Response versioned = json_response(200, "{}");
  versioned.headers.emplace_back("ETag", "\"7\"");
  CHECK(answered({.url = "/client"}, versioned).header("ETag") == "\"7\"");
  CHECK(answered(knowing("\"7\""), versioned).status == 304);
  CHECK_FALSE(answered(knowing("*"), json_response(404, "{}")).header("ETag"));
  CHECK_FALSE(answered({.url = "/events"}, {.headers = {{"Content-Type", "text/event-stream"}}}).header("ETag"));
}

}  // namespace
