// Where signing in failed: it makes the next try wait. By email and by network address, neither of them readable.
#pragma once

#include <optional>
#include <string>

#include "access/pace.h"
#include "store/db.h"

namespace courtesy {

class Unit;

/// Who tries. An address that is empty is this machine's own, and is not counted.
struct SignInTry {
  std::string email;
  std::string address;
};

class SignIns {
 public:
  explicit SignIns(Unit& unit) : unit_(unit) {}
  /// Until when nothing is looked at; none: now.
  Result<std::optional<Instant>> waits_until(const SignInTry& who);
  /// As waits_until(). Where it need not wait, the try counts against the email at once, so that many at one moment are
  /// many; what becomes of it is told with one of those below.
  Result<std::optional<Instant>> begin(const SignInTry& who);
  /// It was wrong: the address counts too.
  Result<void> failed(const SignInTry& who);
  /// It was neither: as before.
  Result<void> forgive(const SignInTry& who);
  /// The email's failures are forgotten; the address's are not, or one account of one's own would wash it clean.
  Result<void> succeeded(const SignInTry& who);

 private:
  Result<access::Failures> failures(const std::string& subject, bool since_first);
  Result<void> count(const std::string& subject, bool within_an_hour);
  Unit& unit_;
};

/// An IPv4 address as it is, of an IPv6 address its /64: whoever has one has all of those.
std::string network_of(std::string_view address);

}  // namespace courtesy
