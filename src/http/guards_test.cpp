#include "http/guards.h"

#include <doctest/doctest.h>

using namespace courtesy;

namespace {

http::Request from(std::string host, std::string origin = "") {
  http::Request request{.method = "POST", .url = "/", .headers = {{"Host", std::move(host)}}};
  if (!origin.empty()) request.headers.emplace_back("Origin", std::move(origin));
  return request;
}

}  // namespace

TEST_CASE("a host is named without its port") {
  CHECK(http::host_of(from("127.0.0.1:8800")) == "127.0.0.1");
  CHECK(http::host_of(from("localhost")) == "localhost");
  CHECK(http::host_of(from("[::1]:80")) == "[::1]");
  CHECK(http::host_of(from("[::1]")) == "[::1]");
  CHECK_FALSE(http::host_of(http::Request{}));
}

TEST_CASE("this machine has three names, and no other ends in one of them") {
  for (const auto* name : {"localhost", "127.0.0.1", "[::1]"}) CHECK(http::is_local_name(name));
  for (const auto* name : {"", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0.2"}) {
    CHECK_FALSE(http::is_local_name(name));
  }
}

TEST_CASE("an answer has one policy: its own, where it has one") {
  http::Response plain;
  http::secure(plain);
  CHECK(plain.header("Content-Security-Policy")->starts_with("default-src 'none'"));
  http::Response picture{.headers = {{"Content-Security-Policy", "default-src 'self'"}}};
  http::secure(picture);
  CHECK(picture.header("Content-Security-Policy") == "default-src 'self'");
  CHECK(picture.headers.size() == plain.headers.size());
  CHECK(picture.header("X-Content-Type-Options") == "nosniff");
}

TEST_CASE("another page is told by what the browser says of it; a program says nothing") {
  CHECK_FALSE(http::is_from_another_page(from("127.0.0.1:8800")));
  CHECK_FALSE(http::is_from_another_page(from("127.0.0.1:8800", "http://127.0.0.1:8800")));
  CHECK(http::is_from_another_page(from("127.0.0.1:8800", "http://127.0.0.1:9000")));
  CHECK(http::is_from_another_page(from("127.0.0.1:8800", "http://evil.example")));
  CHECK(http::is_from_another_page(from("127.0.0.1:8800", "null")));
}
