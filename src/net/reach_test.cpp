#include "net/reach.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/un.h>

#include <string_view>

using namespace courtesy::net;

namespace {

bool allows(Reach reach, const char* text) {
  sockaddr_storage address{};
  auto& v4 = reinterpret_cast<sockaddr_in&>(address);
  auto& v6 = reinterpret_cast<sockaddr_in6&>(address);
  const bool is_v6 = std::string_view(text).find(':') != std::string_view::npos;
  address.ss_family = is_v6 ? AF_INET6 : AF_INET;
  void* bytes = is_v6 ? static_cast<void*>(&v6.sin6_addr) : static_cast<void*>(&v4.sin_addr);
  REQUIRE(::inet_pton(address.ss_family, text, bytes) == 1);
  return reachable(reach, reinterpret_cast<const sockaddr&>(address));
}

}  // namespace

TEST_CASE("loopback is 127.0.0.0/8 and ::1, and nothing else") {
  for (const auto* text : {"127.0.0.1", "127.255.255.254", "::1"}) CHECK(allows(Reach::loopback_only, text));
  for (const auto* text : {"0.0.0.0", "126.255.255.255", "128.0.0.1", "10.0.0.1", "8.8.8.8", "::", "::2", "fe80::1",
                           "::ffff:127.0.0.1", "::ffff:8.8.8.8", "2001:4860::1"}) {
    CAPTURE(text);
    CHECK_FALSE(allows(Reach::loopback_only, text));
  }
}

TEST_CASE("an address that a user wrote leads to public hosts only") {
  for (const auto* text : {"8.8.8.8", "172.15.0.1", "172.32.0.1", "100.63.0.1", "192.0.1.1", "223.255.255.255",
                           "2001:4860:4860::8888", "2a00::1"}) {
    CAPTURE(text);
    CHECK(allows(Reach::public_only, text));
  }
  for (const auto* text : {"127.0.0.1",      "0.1.2.3",         "10.1.2.3",        "172.16.0.1", "172.31.255.255",
                           "192.168.0.1",    "169.254.169.254", "100.64.0.1",      "192.0.2.1",  "198.18.0.1",
                           "203.0.113.1",    "224.0.0.1",       "255.255.255.255", "::1",        "::",
                           "fe80::1",        "fc00::1",         "fd12::1",         "ff02::1",    "::ffff:10.0.0.1",
                           "64:ff9b::a00:1", "2002:a00:1::1",   "2001::1",         "2001:db8::1"}) {
    CAPTURE(text);
    CHECK_FALSE(allows(Reach::public_only, text));
  }
}

TEST_CASE("what is neither IPv4 nor IPv6 is not reached") {
  sockaddr_un local{};
  local.sun_family = AF_UNIX;
  for (const Reach reach : {Reach::anywhere, Reach::loopback_only, Reach::public_only})
    CHECK_FALSE(reachable(reach, reinterpret_cast<const sockaddr&>(local)));
  CHECK(allows(Reach::anywhere, "10.0.0.1"));
}

TEST_CASE("outside production no name server is asked for anything") {
  for (const auto* host : {"localhost", "127.0.0.1", "192.0.2.1", "[::1]", "[2001:db8::1]", "::1"}) {
    CAPTURE(host);
    CHECK(may_look_up(Reach::loopback_only, host));
  }
  for (const auto* host : {"app.example", "localhost.example", "127.0.0.1.example", "127.1", "[::1", ""}) {
    CAPTURE(host);
    CHECK_FALSE(may_look_up(Reach::loopback_only, host));
    CHECK(may_look_up(Reach::public_only, host));
  }
}
