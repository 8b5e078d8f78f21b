#include "http/outside_url.h"

#include <doctest/doctest.h>

using namespace courtesy;
using namespace courtesy::http;

TEST_CASE("an address of others is https, or on this machine where that is allowed") {
  CHECK(check_outside_url("https://app.example/hook?a=1", false).value() == "https://app.example/hook?a=1");
  CHECK(check_outside_url("http://localhost:9000/hook", true).ok());
  CHECK_FALSE(check_outside_url("http://localhost:9000/hook", false).ok());
  CHECK_FALSE(check_outside_url("http://app.example/hook", true).ok());
  CHECK_FALSE(check_outside_url("http://localhost.evil.example/hook", true).ok());
  CHECK_FALSE(check_outside_url("ftp://app.example/hook", true).ok());
  CHECK_FALSE(check_outside_url("", true).ok());
  CHECK_FALSE(check_outside_url("https://app.example/" + std::string(2'000, 'a'), true).ok());
}
