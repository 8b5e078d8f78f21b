// What every store must keep of what lets people and programs in: second factors, recovery codes, keys; of those who
// try, and of requests that come twice. Included by tests alone.
#pragma once

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

#include "access/recovery.h"
#include "access/totp.h"
#include "store/api_keys.h"
#include "store/conformance/door.h"
#include "store/kept_requests.h"
#include "store/sign_ins.h"

namespace courtesy::conformance {

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

inline constexpr StoreRule proofs_rules[] = {
    {"a second factor counts once it is proven", a_second_factor_counts_once_it_is_proven},
    {"a recovery code is used once", a_recovery_code_is_used_once},
    {"a key is good until it is revoked or ends", a_key_is_good_until_it_is_revoked_or_ends},
    {"no secret of a door is readable", no_secret_of_a_door_is_readable},
    {"failures at the door make the next wait", failures_at_the_door_make_the_next_wait},
    {"a kept request gets its answer again", a_kept_request_gets_its_answer_again},
};

}  // namespace courtesy::conformance
