// What every store must keep of people: their roles, the links that invite them, and what is changed of them. Included
// by tests alone.
#pragma once

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

#include "store/api_keys.h"
#include "store/conformance/door.h"
#include "store/ledger.h"

namespace courtesy::conformance {

inline void an_email_is_one_person(StoreBench& bench) {
  const PersonId kim = add_person(bench, "kim@maple.example", access::Role::owner);
  const auto again = ask<PersonId>(
      bench, [](Unit& unit) { return People(unit).add({.email = "kim@maple.example", .name = "Other"}); }, house_of);
  CHECK(again.error().code == ErrorCode::conflict);
  CHECK(at_door<std::optional<Person>>(bench, [](Unit& unit) {
          return People(unit).by_email("kim@maple.example");
        })->id == kim);
  CHECK_FALSE(at_door<std::optional<Person>>(bench, [](Unit& unit) { return People(unit).by_email("who@x.example"); }));
}

inline void a_role_is_of_one_account(StoreBench& bench) {
  const PersonId kim = add_person(bench, "kim@maple.example", access::Role::owner);
  CHECK(role_in(bench, kim, ours) == "owner");
  CHECK(role_in(bench, kim, theirs) == "none");
  CHECK(done(bench, [=](Unit& unit) { return People(unit).join(theirs, kim, access::Role::viewer, "test"); }));
  CHECK(role_in(bench, kim, theirs) == "viewer");
  CHECK(role_in(bench, kim, ours) == "owner");
}

inline void an_account_keeps_an_owner(StoreBench& bench) {
  const PersonId kim = add_person(bench, "kim@maple.example", access::Role::owner);
  const PersonId lee = add_person(bench, "lee@maple.example", access::Role::staff);
  CHECK_FALSE(done(
      bench, [=](Unit& unit) { return Team(unit).remove(kim, "Kim"); }, ours));
  CHECK_FALSE(done(
      bench, [=](Unit& unit) { return Team(unit).set_role(kim, access::Role::staff, "Kim"); }, ours));
  CHECK(done(
      bench, [=](Unit& unit) { return Team(unit).set_role(lee, access::Role::owner, "Kim"); }, ours));
  CHECK(done(
      bench, [=](Unit& unit) { return Team(unit).remove(kim, "Lee"); }, ours));
  CHECK(role_in(bench, kim, ours) == "none");
  // Of another account nobody is removed.
  CHECK_FALSE(done(
      bench, [=](Unit& unit) { return Team(unit).remove(lee, "Lee"); }, theirs));
}

inline void a_link_works_once_and_for_a_while(StoreBench& bench) {
  for (const std::string token : {"one", "two", "three"}) {
    CHECK(done(
        bench,
        [&](Unit& unit) -> Result<void> {
          TRY(Team(unit).invite(token + "@maple.example", access::Role::staff, "Kim", token));
          return {};
        },
        ours));
  }
  const auto found = at_door<std::optional<DoorLink>>(bench, [](Unit& unit) { return DoorLinks(unit).find("one"); });
  REQUIRE(found);
  CHECK(found->account == ours);
  CHECK(found->email == "one@maple.example");
  CHECK(found->role == access::Role::staff);
  const auto use = [&](const char* token) {
    return at_door<bool>(bench, [=](Unit& unit) { return DoorLinks(unit).use(token); });
  };
  CHECK(use("one"));
  CHECK_FALSE(use("one"));
  CHECK_FALSE(use("none"));
  CHECK_FALSE(done(
      bench, [](Unit& unit) { return Team(unit).withdraw(2, "Pat"); }, theirs));
  CHECK(done(
      bench, [](Unit& unit) { return Team(unit).withdraw(2, "Kim"); }, ours));
  CHECK_FALSE(use("two"));
  bench.pass(invitation_lives);
  CHECK_FALSE(use("three"));
}

inline void a_second_invitation_ends_the_first(StoreBench& bench) {
  const auto invite = [&](const char* token) {
    return done(
        bench,
        [=](Unit& unit) -> Result<void> {
          TRY(Team(unit).invite("lee@maple.example", access::Role::staff, "Kim", token));
          return {};
        },
        ours);
  };
  CHECK(invite("first"));
  CHECK(invite("second"));
  CHECK_FALSE(at_door<bool>(bench, [](Unit& unit) { return DoorLinks(unit).use("first"); }));
  CHECK(at_door<bool>(bench, [](Unit& unit) { return DoorLinks(unit).use("second"); }));
  add_person(bench, "kim@maple.example", access::Role::owner);
  CHECK_FALSE(done(
      bench,
      [](Unit& unit) -> Result<void> {
        TRY(Team(unit).invite("kim@maple.example", access::Role::staff, "Kim", "third"));
        return {};
      },
      ours));
}

inline void what_is_changed_of_people_is_on_record(StoreBench& bench) {
  const PersonId kim = add_person(bench, "kim@maple.example", access::Role::owner);
  const PersonId lee = add_person(bench, "lee@maple.example", access::Role::staff);
  CHECK(done(
      bench,
      [=](Unit& unit) -> Result<void> {
        TRY(Team(unit).invite("new@maple.example", access::Role::viewer, "Kim", "token"));
        TRY(Team(unit).set_role(lee, access::Role::viewer, "Kim"));
        TRY(Team(unit).remove(lee, "Kim"));
        TRY(ApiKeys(unit).add({.name = "desk", .made_by = "Kim"},
                              access::make_key(access::KeyKind::test, std::string(43, 'k'))));
        return ApiKeys(unit).revoke(1, "Kim");
      },
      ours));
  std::string codes;
  for (const auto& row :
       read<std::vector<LedgerRow>>(bench, [](Unit& unit) { return unit.ledger().find({}); }).value()) {
    codes = row.code + " " + codes;
    CHECK(row.body.find("\"who\":\"Kim\"") != std::string::npos);
  }
  CHECK(codes == "person_invited role_set person_removed key_made key_revoked ");
  CHECK(role_in(bench, kim, ours) == "owner");
}

inline constexpr StoreRule team_rules[] = {
    {"an email is one person", an_email_is_one_person},
    {"a role is of one account", a_role_is_of_one_account},
    {"an account keeps an owner", an_account_keeps_an_owner},
    {"a link works once and for a while", a_link_works_once_and_for_a_while},
    {"a second invitation ends the first", a_second_invitation_ends_the_first},
    {"what is changed of people is on record", what_is_changed_of_people_is_on_record},
};

}  // namespace courtesy::conformance
