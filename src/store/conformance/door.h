// People, and whom a session lets in, for the rules of the conformance suite. Included by tests alone.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "store/conformance/bench.h"
#include "store/person_sessions.h"
#include "store/team.h"

namespace courtesy::conformance {

inline constexpr AccountId house_of{};

template <typename T>
T at_door(StoreBench& bench, std::function<Result<T>(Unit&)> question) {
  return ask<T>(bench, std::move(question), house_of).value();
}
inline bool done(StoreBench& bench, std::function<Result<void>(Unit&)> work, AccountId in = house_of) {
  return committed(write(
      bench, [work = std::move(work)](Unit& unit) { return work(unit); }, in));
}

inline PersonId add_person(StoreBench& bench, const std::string& email, access::Role role, AccountId in = ours) {
  return at_door<PersonId>(bench, [&](Unit& unit) -> Result<PersonId> {
    const PersonId id = TRY(People(unit).add({.email = email, .name = email.substr(0, email.find('@'))}));
    TRY(People(unit).join(in, id, role, "the test"));
    return id;
  });
}

inline std::string role_in(StoreBench& bench, PersonId person, AccountId in) {
  const auto member = read<std::optional<Member>>(
      bench, [=](Unit& unit) { return Team(unit).member(person); }, in);
  return member.value() ? std::string(access::to_string(member.value()->role)) : "none";
}

inline std::int64_t begin_session(StoreBench& bench, PersonId person, const std::string& token,
                                  bool is_operator = false) {
  return at_door<PersonSession>(bench,
                                [&](Unit& unit) {
                                  return PersonSessions(unit).begin({.person = person, .account = ours}, is_operator,
                                                                    token);
                                })
      .id;
}
inline std::optional<Visitor> visitor(StoreBench& bench, const std::string& token) {
  return read<std::optional<Visitor>>(
             bench, [&](Unit& unit) { return PersonSessions(unit).find(token); }, house_of)
      .value();
}

}  // namespace courtesy::conformance
