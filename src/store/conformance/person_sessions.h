// What every store must keep of the sessions of people. Included by tests alone.
#pragma once

#include <doctest/doctest.h>

#include "store/conformance/door.h"

namespace courtesy::conformance {

inline void a_session_lets_in_until_it_ends(StoreBench& bench) {
  const PersonId kim = add_person(bench, "kim@maple.example", access::Role::owner);
  const auto session = begin_session(bench, kim, "token");
  const auto seen = visitor(bench, "token");
  REQUIRE(seen);
  CHECK(seen->person.id == kim);
  CHECK(seen->role == access::Role::owner);
  CHECK(seen->account_name == "Maple Dental");
  CHECK_FALSE(visitor(bench, "Token"));
  CHECK_FALSE(visitor(bench, ""));
  CHECK(done(bench, [=](Unit& unit) { return PersonSessions(unit).end(kim, session); }));
  CHECK_FALSE(visitor(bench, "token"));
  CHECK_FALSE(done(bench, [=](Unit& unit) { return PersonSessions(unit).end(kim, session); }));
}

inline void a_session_ends_when_nobody_uses_it(StoreBench& bench) {
  const PersonId kim = add_person(bench, "kim@maple.example", access::Role::owner);
  const auto session = begin_session(bench, kim, "token");
  bench.pass(hours{8} - minutes{1});
  CHECK(visitor(bench, "token"));
  CHECK(done(bench, [=](Unit& unit) { return PersonSessions(unit).seen(kim, session); }));
  bench.pass(hours{8} - minutes{1});
  CHECK(visitor(bench, "token"));
  bench.pass(minutes{2});
  CHECK_FALSE(visitor(bench, "token"));
}

inline void a_session_ends_even_when_it_is_used(StoreBench& bench) {
  const PersonId kim = add_person(bench, "kim@maple.example", access::Role::owner);
  const auto staff = begin_session(bench, kim, "staff");
  const auto run = begin_session(bench, kim, "operator", true);
  const auto use = [&](std::int64_t session, hours for_so_long) {
    for (hours passed{0}; passed < for_so_long; passed += hours{1}) {
      bench.pass(minutes{29});
      CHECK(done(bench, [=](Unit& unit) { return PersonSessions(unit).seen(kim, session); }));
      bench.pass(minutes{31} - milliseconds{1});
      CHECK(done(bench, [=](Unit& unit) { return PersonSessions(unit).seen(kim, session); }));
    }
  };
  bench.pass(minutes{29});
  CHECK(visitor(bench, "operator"));
  bench.pass(minutes{1});
  CHECK_FALSE(visitor(bench, "operator"));
  use(staff, hours{24 * 14 - 1});
  CHECK(visitor(bench, "staff"));
  bench.pass(hours{1});
  CHECK(done(bench, [=](Unit& unit) { return PersonSessions(unit).seen(kim, staff); }));
  CHECK_FALSE(visitor(bench, "staff"));
  CHECK(run != staff);
}

inline void whoever_is_removed_is_out_at_once(StoreBench& bench) {
  const PersonId kim = add_person(bench, "kim@maple.example", access::Role::owner);
  const PersonId lee = add_person(bench, "lee@maple.example", access::Role::staff);
  begin_session(bench, lee, "token");
  CHECK(visitor(bench, "token")->role == access::Role::staff);
  CHECK(done(
      bench, [=](Unit& unit) { return Team(unit).set_role(lee, access::Role::viewer, "Kim"); }, ours));
  CHECK(visitor(bench, "token")->role == access::Role::viewer);
  CHECK(done(
      bench, [=](Unit& unit) { return Team(unit).remove(lee, "Kim"); }, ours));
  CHECK_FALSE(visitor(bench, "token")->role);
  CHECK(done(bench, [=](Unit& unit) { return People(unit).remove(lee); }));
  CHECK_FALSE(visitor(bench, "token"));
  CHECK(role_in(bench, kim, ours) == "owner");
}

inline void a_person_looks_at_own_accounts_only(StoreBench& bench) {
  const PersonId kim = add_person(bench, "kim@maple.example", access::Role::owner);
  const auto session = begin_session(bench, kim, "token");
  CHECK_FALSE(done(bench, [=](Unit& unit) { return PersonSessions(unit).look_at(kim, session, theirs); }));
  CHECK(done(bench, [=](Unit& unit) { return People(unit).join(theirs, kim, access::Role::viewer, "test"); }));
  CHECK(done(bench, [=](Unit& unit) { return PersonSessions(unit).look_at(kim, session, theirs); }));
  CHECK(visitor(bench, "token")->session.account == theirs);
  CHECK(visitor(bench, "token")->role == access::Role::viewer);
}

inline void other_sessions_are_ended_together(StoreBench& bench) {
  const PersonId kim = add_person(bench, "kim@maple.example", access::Role::owner);
  const PersonId lee = add_person(bench, "lee@maple.example", access::Role::staff);
  begin_session(bench, kim, "first");
  const auto kept = begin_session(bench, kim, "second");
  begin_session(bench, lee, "another person's");
  CHECK(read<std::vector<PersonSession>>(
            bench, [=](Unit& unit) { return PersonSessions(unit).of(kim); }, house_of)
            .value()
            .size() == 2);
  CHECK(done(bench, [=](Unit& unit) { return PersonSessions(unit).end_all(kim, kept); }));
  CHECK_FALSE(visitor(bench, "first"));
  CHECK(visitor(bench, "second"));
  CHECK(visitor(bench, "another person's"));
}

inline void old_sessions_are_forgotten(StoreBench& bench) {
  const PersonId kim = add_person(bench, "kim@maple.example", access::Role::owner);
  begin_session(bench, kim, "first");
  begin_session(bench, kim, "second");
  bench.pass(hours{24 * 30});
  CHECK(done(bench, [](Unit& unit) { return PersonSessions(unit).forget(unit.now() - hours{24}); }));
  CHECK(begin_session(bench, kim, "third") == 3);
}

inline constexpr StoreRule person_sessions_rules[] = {
    {"a session lets in until it ends", a_session_lets_in_until_it_ends},
    {"a session ends when nobody uses it", a_session_ends_when_nobody_uses_it},
    {"a session ends even when it is used", a_session_ends_even_when_it_is_used},
    {"whoever is removed is out at once", whoever_is_removed_is_out_at_once},
    {"a person looks at own accounts only", a_person_looks_at_own_accounts_only},
    {"other sessions are ended together", other_sessions_are_ended_together},
    {"old sessions are forgotten", old_sessions_are_forgotten},
};

}  // namespace courtesy::conformance
