#include "net/reach.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace courtesy::net {
namespace {

struct Network {
  std::uint32_t address;
  int bits;
};

// IANA's registry of special-purpose IPv4 addresses (RFC 6890), with multicast and the reserved top.
constexpr Network special[] = {
    {0x00000000, 8},  {0x0a000000, 8},  {0x64400000, 10}, {0x7f000000, 8},  {0xa9fe0000, 16},
    {0xac100000, 12}, {0xc0000000, 24}, {0xc0000200, 24}, {0xc0586300, 24}, {0xc0a80000, 16},
    {0xc6120000, 15}, {0xc6336400, 24}, {0xcb007100, 24}, {0xe0000000, 4},  {0xf0000000, 4},
};

bool in(std::uint32_t address, Network network) { return (address ^ network.address) >> (32 - network.bits) == 0; }

bool reachable_v4(Reach reach, std::uint32_t address) {
  switch (reach) {
    case Reach::anywhere: return true;
    case Reach::loopback_only: return in(address, {0x7f000000, 8});
    case Reach::public_only:
      return std::none_of(std::begin(special), std::end(special), [&](Network one) { return in(address, one); });
  }
  return false;
}

using Bytes = std::array<std::uint8_t, 16>;

/// Global unicast is 2000::/3. In it, what carries an IPv4 address inside (6to4, Teredo) or is documentation is no
/// public host: those addresses lead wherever the inner one does.
bool is_public_v6(const Bytes& a) {
  const bool global = (a[0] & 0xe0) == 0x20;
  const bool teredo_and_other_protocols = a[0] == 0x20 && a[1] == 0x01 && a[2] < 0x02;
  const bool documentation = a[0] == 0x20 && a[1] == 0x01 && a[2] == 0x0d && a[3] == 0xb8;
  const bool six_to_four = a[0] == 0x20 && a[1] == 0x02;
  return global && !teredo_and_other_protocols && !documentation && !six_to_four;
}

bool reachable_v6(Reach reach, const Bytes& address) {
  Bytes loopback{};
  loopback[15] = 1;
  switch (reach) {
    case Reach::anywhere: return true;
    case Reach::loopback_only: return address == loopback;
    case Reach::public_only: return is_public_v6(address);
  }
  return false;
}

bool is_address(const std::string& host) {
  in6_addr bytes{};
  if (host.starts_with('[') && host.ends_with(']'))
    return inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &bytes) == 1;
  return inet_pton(AF_INET, host.c_str(), &bytes) == 1 || inet_pton(AF_INET6, host.c_str(), &bytes) == 1;
}

}  // namespace

bool may_look_up(Reach reach, const std::string& host) {
  return reach != Reach::loopback_only || host == "localhost" || is_address(host);
}

bool reachable(Reach reach, const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    return reachable_v4(reach, ntohl(v4.sin_addr.s_addr));
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof v6);
    Bytes bytes{};
    std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
    return reachable_v6(reach, bytes);
  }
  return false;
}

const char* why_not(Reach reach) {
  switch (reach) {
    case Reach::anywhere: return "only IPv4 and IPv6 addresses can be reached";
    case Reach::loopback_only: return "outside production only loopback may be reached";
    case Reach::public_only: return "only public addresses may be reached";
  }
  return "";
}

}  // namespace courtesy::net
