// What every store must keep of people, sessions, keys and links. Included by tests alone.
#pragma once

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

#include "access/recovery.h"
#include "access/totp.h"
#include "store/api_keys.h"
#include "store/conformance/bench.h"
#include "store/kept_requests.h"
#include "store/ledger.h"
#include "store/person_sessions.h"
#include "store/sign_ins.h"
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

inline void a_second_factor_counts_once_it_is_proven(StoreBench& bench) {
  const PersonId kim = add_person(bench, "kim@maple.example", access::Role::owner);
  const Secret<std::string> seed("12345678901234567890");
  const auto code = [&](std::int64_t off) {
    const Instant now = read<Instant>(bench, [](Unit& unit) -> Result<Instant> { return unit.now(); }).value();
    return access::hotp(seed, access::totp_step(now) + off, 6);
  };
  const auto has = [&] { return at_door<Person>(bench, [=](Unit& unit) { return People(unit).get(kim); }).has_factor; };
  const auto use = [&](const std::string& shown) {
    return at_door<bool>(bench, [=](Unit& unit) { return People(unit).use_code(kim, shown); });
  };
  CHECK(done(bench, [=](Unit& unit) { return People(unit).begin_factor(kim, seed, std::string(24, 'n')); }));
  CHECK_FALSE(has());
  CHECK_FALSE(use(code(0)));
  CHECK_FALSE(at_door<bool>(bench, [=](Unit& unit) { return People(unit).prove_factor(kim, "000000"); }));
  const std::string first = code(0);
  CHECK(at_door<bool>(bench, [=](Unit& unit) { return People(unit).prove_factor(kim, first); }));
  CHECK(has());
  // What proved it is used up, as any code is by being used.
  CHECK_FALSE(use(first));
  bench.pass(seconds{30});
  CHECK(use(code(0)));
  CHECK_FALSE(use(code(0)));
  CHECK_FALSE(use(code(-1)));
  CHECK(done(bench, [=](Unit& unit) { return People(unit).drop_factor(kim); }));
  CHECK_FALSE(has());
}

inline void a_recovery_code_is_used_once(StoreBench& bench) {
  const PersonId kim = add_person(bench, "kim@maple.example", access::Role::owner);
  const PersonId lee = add_person(bench, "lee@maple.example", access::Role::staff);
  const std::vector<std::string> codes{access::recovery_code("0123456789"), access::recovery_code("9876543210")};
  CHECK(done(bench, [=](Unit& unit) { return People(unit).set_recovery_codes(kim, codes); }));
  const auto use = [&](PersonId who, const std::string& shown) {
    return at_door<bool>(bench, [=](Unit& unit) { return People(unit).use_code(who, shown); });
  };
  const auto left = [&] {
    return at_door<std::int64_t>(bench, [=](Unit& unit) { return People(unit).recovery_codes_left(kim); });
  };
  CHECK(left() == 2);
  CHECK_FALSE(use(lee, codes[0]));
  CHECK(use(kim, codes[0]));
  CHECK_FALSE(use(kim, codes[0]));
  CHECK(left() == 1);
  CHECK(done(bench, [=](Unit& unit) { return People(unit).set_recovery_codes(kim, {codes[0]}); }));
  CHECK_FALSE(use(kim, codes[1]));
  CHECK(use(kim, codes[0]));
}

inline void a_key_is_good_until_it_is_revoked_or_ends(StoreBench& bench) {
  const auto text = [](char c) { return access::make_key(access::KeyKind::live, std::string(43, c)); };
  const auto add = [&](char c, std::optional<hours> lives) {
    return ask<ApiKey>(bench,
                       [=](Unit& unit) {
                         ApiKey key{.kind = access::KeyKind::live, .name = "booking desk", .made_by = "Kim"};
                         if (lives) key.ends_at = unit.now() + *lives;
                         return ApiKeys(unit).add(key, text(c));
                       })
        .value()
        .id;
  };
  const auto find = [&](char c) {
    return read<std::optional<ApiKey>>(
               bench, [=](Unit& unit) { return ApiKeys(unit).find(text(c).reveal()); }, house_of)
        .value();
  };
  const auto kept = add('a', std::nullopt);
  add('b', hours{1});
  REQUIRE(find('a'));
  CHECK(find('a')->account == ours);
  CHECK(find('a')->prefix == "ck_live_aaaaaa");
  CHECK_FALSE(find('c'));
  CHECK(find('b'));
  bench.pass(hours{1});
  CHECK_FALSE(find('b'));
  CHECK_FALSE(done(
      bench, [=](Unit& unit) { return ApiKeys(unit).revoke(kept, "Pat"); }, theirs));
  CHECK(done(
      bench, [=](Unit& unit) { return ApiKeys(unit).revoke(kept, "Kim"); }, ours));
  CHECK_FALSE(find('a'));
  CHECK_FALSE(done(
      bench, [=](Unit& unit) { return ApiKeys(unit).revoke(kept, "Kim"); }, ours));
  CHECK(read<std::vector<ApiKey>>(bench, [](Unit& unit) { return ApiKeys(unit).list(); }).value().size() == 2);
  const auto page = [&](std::int64_t before) {
    return read<std::vector<ApiKey>>(bench, [=](Unit& unit) { return ApiKeys(unit).list(before, 1); }).value();
  };
  CHECK(page(0).front().id != kept);  // the one that is not revoked
  CHECK(page(kept + 1).front().id == kept);
  CHECK(page(kept).empty());
  CHECK(read<std::vector<ApiKey>>(
            bench, [](Unit& unit) { return ApiKeys(unit).list(); }, theirs)
            .value()
            .empty());
}

inline void no_secret_of_a_door_is_readable(StoreBench& bench) {
  const std::string token = "a token of the door, and of nothing else";
  const PersonId kim = add_person(bench, "kim@maple.example", access::Role::owner);
  begin_session(bench, kim, token);
  const auto key = access::make_key(access::KeyKind::test, std::string(43, 'k'));
  CHECK(done(
      bench,
      [&](Unit& unit) -> Result<void> {
        TRY(Team(unit).invite("lee@maple.example", access::Role::staff, "Kim", token));
        TRY(ApiKeys(unit).add({.name = "desk", .made_by = "Kim"}, key));
        return {};
      },
      ours));
  CHECK(done(bench, [=](Unit& unit) {
    return People(unit).begin_factor(kim, Secret<std::string>(token), std::string(24, 'n'));
  }));
  for (const std::string_view table : {"person_session", "door_link", "api_key", "person"}) {
    const auto rows = read<Rows>(
        bench, [=](Unit& unit) { return unit.db().run(fmt::format("SELECT * FROM {}", table)); }, house_of);
    REQUIRE_FALSE(rows.value().empty());
    for (const Row& row : rows.value()) {
      for (const Value& value : row) {
        CHECK(value.text().find(token) == std::string::npos);
        CHECK(value.text().find(key.reveal()) == std::string::npos);
      }
    }
  }
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

inline void failures_at_the_door_make_the_next_wait(StoreBench& bench) {
  const SignInTry kim{.email = "kim@maple.example", .address = "203.0.113.7"};
  const auto waits = [&](const SignInTry& who) {
    return read<std::optional<Instant>>(
               bench, [&](Unit& unit) { return SignIns(unit).waits_until(who); }, house_of)
        .value()
        .has_value();
  };
  const auto fail = [&](const SignInTry& who) {
    CHECK(done(bench, [&](Unit& unit) -> Result<void> {
      CHECK_FALSE(TRY(SignIns(unit).begin(who)));
      return SignIns(unit).failed(who);
    }));
  };
  for (int i = 0; i < 4; ++i) fail(kim);
  CHECK_FALSE(waits(kim));
  fail(kim);
  CHECK(waits(kim));
  CHECK(waits({.email = kim.email, .address = "198.51.100.1"}));
  CHECK_FALSE(waits({.email = "lee@maple.example", .address = kim.address}));
  bench.pass(minutes{1});
  CHECK_FALSE(waits(kim));
  fail(kim);
  bench.pass(minutes{1});
  CHECK(waits(kim));
  // A try that has to wait is not looked at, and does not make it longer.
  CHECK(at_door<std::optional<Instant>>(bench, [&](Unit& unit) { return SignIns(unit).begin(kim); }));
  CHECK(done(bench, [&](Unit& unit) { return SignIns(unit).forgive(kim); }));
  CHECK_FALSE(waits(kim));
  CHECK(done(bench, [&](Unit& unit) { return SignIns(unit).succeeded(kim); }));
  CHECK_FALSE(waits(kim));
  // Twenty of one address, whosever the emails are: success with one's own washes nothing clean.
  for (int i = 0; i < 14; ++i) fail({.email = std::to_string(i) + "@x.example", .address = kim.address});
  CHECK(waits({.email = "new@x.example", .address = kim.address}));
  CHECK_FALSE(waits({.email = "new@x.example", .address = ""}));
  bench.pass(hours{1});
  CHECK_FALSE(waits({.email = "new@x.example", .address = kim.address}));
}

inline void a_kept_request_gets_its_answer_again(StoreBench& bench) {
  const KeyedRequest first{.actor = "person 1", .key = "k1", .asked = "POST /v1/stop {}"};
  const auto find = [&](const KeyedRequest& request, AccountId in = ours) {
    return read<std::optional<std::string>>(
        bench, [&](Unit& unit) { return KeptRequests(unit).find(request); }, in);
  };
  CHECK_FALSE(find(first).value());
  CHECK(done(
      bench, [&](Unit& unit) { return KeptRequests(unit).keep(first, "{\"a\":1}"); }, ours));
  CHECK(find(first).value() == "{\"a\":1}");
  CHECK(find({.actor = first.actor, .key = first.key, .asked = "POST /v1/stop {\"why\":1}"}).error().code ==
        ErrorCode::conflict);
  CHECK_FALSE(find({.actor = "person 2", .key = first.key, .asked = first.asked}).value());
  CHECK_FALSE(find(first, theirs).value());
  CHECK_FALSE(done(
      bench, [&](Unit& unit) { return KeptRequests(unit).keep(first, "{}"); }, ours));
  bench.pass(request_is_kept);
  CHECK_FALSE(find(first).value());
  CHECK(done(
      bench, [&](Unit& unit) { return KeptRequests(unit).keep(first, "{}"); }, ours));
}

}  // namespace courtesy::conformance
