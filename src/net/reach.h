// Which addresses may be connected to: asked of the resolved address, just before the socket is made.
#pragma once

#include <string>

struct sockaddr;

namespace courtesy::net {

enum class Reach {
  anywhere,
  loopback_only,  ///< 127.0.0.0/8 and ::1: all that is reached outside production
  public_only,    ///< for addresses that users wrote: nothing private, local, shared, or in nobody's use
};

/// False where asking for a name's address would already leave this machine: outside production that is any name but
/// `localhost`. An address, in brackets or without, is no question.
bool may_look_up(Reach reach, const std::string& host);
/// False also for anything but IPv4 and IPv6.
bool reachable(Reach reach, const sockaddr& address);
/// What to tell somebody whose address was refused.
const char* why_not(Reach reach);

}  // namespace courtesy::net
