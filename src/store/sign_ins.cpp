#include "store/sign_ins.h"

#include "store/door_hash.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr hours remembered{24};

std::string email_subject(const Unit& unit, const SignInTry& who) {
  return door_hash(unit, "sign-in email", who.email);
}
std::string address_subject(const Unit& unit, const SignInTry& who) {
  return door_hash(unit, "sign-in address", network_of(who.address));
}

}  // namespace

std::string network_of(std::string_view address) {
  if (address.find(':') == std::string_view::npos) return std::string(address);
  std::string network;
  int groups = 0;
  for (const char c : address) {
    if (c == ':' && ++groups == 4) break;
    network.push_back(c);
  }
  return network;
}

Result<std::optional<Instant>> SignIns::waits_until(const SignInTry& who) {
  const auto by_email = access::waits_until(TRY(failures(email_subject(unit_, who), false)), unit_.now());
  if (by_email || who.address.empty()) return by_email;
  return access::address_waits_until(TRY(failures(address_subject(unit_, who), true)), unit_.now());
}

Result<std::optional<Instant>> SignIns::begin(const SignInTry& who) {
  const auto waits = TRY(waits_until(who));
  if (waits) return waits;
  TRY(unit_.db().run("DELETE FROM sign_in WHERE last_at < $1", {unit_.now() - remembered}));
  TRY(count(email_subject(unit_, who), false));
  return waits;
}

Result<void> SignIns::failed(const SignInTry& who) {
  return who.address.empty() ? Result<void>{} : count(address_subject(unit_, who), true);
}

Result<void> SignIns::forgive(const SignInTry& who) {
  TRY(unit_.db().run("UPDATE sign_in SET failures = failures - 1 WHERE subject = $1 AND failures > 0",
                     {email_subject(unit_, who)}));
  return {};
}

Result<void> SignIns::succeeded(const SignInTry& who) {
  TRY(unit_.db().run("DELETE FROM sign_in WHERE subject = $1", {email_subject(unit_, who)}));
  return {};
}

Result<access::Failures> SignIns::failures(const std::string& subject, bool since_first) {
  const Rows rows =
      TRY(unit_.db().run("SELECT failures, first_at, last_at FROM sign_in WHERE subject = $1", {subject}));
  if (rows.empty()) return access::Failures{};
  return access::Failures{.count = rows[0][0].number(), .last = rows[0][since_first ? 1 : 2].instant()};
}

Result<void> SignIns::count(const std::string& subject, bool within_an_hour) {
  const Instant begin = within_an_hour ? unit_.now() - access::address_window : Instant{};
  TRY(unit_.db().run("DELETE FROM sign_in WHERE subject = $1 AND first_at <= $2", {subject, begin}));
  TRY(
      unit_.db().run("INSERT INTO sign_in (subject, failures, first_at, last_at) VALUES ($1, 1, $2, $2)"
                     " ON CONFLICT (subject) DO UPDATE SET failures = sign_in.failures + 1, last_at = $2",
                     {subject, unit_.now()}));
  return {};
}

}  // namespace courtesy
