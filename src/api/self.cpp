#include "api/self.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "access/password.h"
#include "access/recovery.h"
#include "access/sealed.h"
#include "access/totp.h"
#include "api/answer.h"
#include "api/chance.h"
#include "api/doors.h"
#include "api/read_body.h"
#include "store/ledger.h"
#include "store/people.h"
#include "store/sign_ins.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

constexpr std::size_t most_password_bytes = 4 * access::longest_password;

http::Response wrong_password() {
  return problem(403, "wrong_sign_in", "Not your password", "Type the password with which you sign in.");
}
http::Response wrong_code() {
  return problem(403, "wrong_code", "This code is not good",
                 "A code is good for half a minute, and once. A recovery code works once.");
}
http::Response shown_too_often() {
  http::Response response = problem(429, "too_many_tries", "Too many tries", "Wait a minute, then try again.");
  response.headers.emplace_back("Retry-After", "60");
  return response;
}

Result<void> on_record(Unit& unit, const Actor& actor, std::string code) {
  return unit.ledger().append({.kind = LedgerKind::by_hand,
                               .code = std::move(code),
                               .body = LedgerBody().plain("who", actor.who).plain("person", actor.person.value())});
}

std::vector<std::string> drawn_codes(Random& random) {
  std::vector<std::string> codes;
  for (int i = 0; i < access::recovery_codes; ++i)
    codes.push_back(access::recovery_code(raw_chance(random, access::recovery_bytes)));
  return codes;
}

boost::json::array texts(const std::vector<std::string>& all) {
  boost::json::array told;
  for (const auto& one : all) told.emplace_back(one);
  return told;
}

boost::json::object session_json(const PersonSession& one, std::int64_t own) {
  return {{"session", one.id},
          {"begun_at", to_string(one.begun_at)},
          {"seen_at", to_string(one.seen_at)},
          {"ends_at", to_string(one.ends_at)},
          {"address", maybe(one.address)},
          {"browser", one.agent},
          {"this_one", one.id == own}};
}

}  // namespace

Result<boost::json::object> me(Unit& unit, const Actor& actor) {
  People people(unit);
  const Person person = TRY(people.get(actor.person));
  boost::json::array sessions;
  for (const auto& one : TRY(PersonSessions(unit).of(actor.person)))
    sessions.push_back(session_json(one, actor.session));
  return boost::json::object{{"person", person.id.value()},
                             {"name", person.name},
                             {"email", person.email},
                             {"operator", person.is_operator},
                             {"second_factor", person.has_factor},
                             {"recovery_codes_left", TRY(people.recovery_codes_left(person.id))},
                             {"sessions", std::move(sessions)}};
}

Result<void> add_actor(Unit& unit, const Actor& actor, boost::json::object& session) {
  session["person"] = nullptr;
  session["key"] = nullptr;
  session["accounts"] = boost::json::array{};
  session["role"] = actor.role ? boost::json::value(access::to_string(*actor.role)) : boost::json::value(nullptr);
  if (actor.key) {
    session["key"] =
        boost::json::object{{"key", actor.key_id}, {"name", actor.key_name}, {"kind", access::to_string(*actor.key)}};
    return {};
  }
  session["person"] = boost::json::object{{"person", actor.person.value()},
                                          {"name", actor.who},
                                          {"email", actor.email},
                                          {"operator", actor.is_operator},
                                          {"second_factor", actor.has_factor},
                                          {"factor_fresh", actor.factor_fresh}};
  boost::json::array accounts;
  for (const auto& one : TRY(People(unit).accounts_of(actor.person)))
    accounts.push_back(
        {{"id", one.account.value()}, {"name", one.account_name}, {"role", access::to_string(one.role)}});
  session["accounts"] = std::move(accounts);
  return {};
}

Result<boost::json::object> look_at_account(Unit& unit, const Actor& actor, const boost::json::object& body) {
  const auto account = TRY(count_of(body, "account", 1, 1'000'000'000'000'000));
  if (!account) return invalid("`account` is missing");
  TRY(PersonSessions(unit).look_at(actor.person, actor.session, AccountId(*account)));
  return boost::json::object{{"account", *account}};
}

Result<boost::json::object> rename_me(Unit& unit, const Actor& actor, const boost::json::object& body) {
  const std::string name = TRY(needed(body, "name", 80));
  TRY(People(unit).set_name(actor.person, name));
  TRY(unit.ledger().append(
      {.kind = LedgerKind::by_hand,
       .code = "person_renamed",
       .body = LedgerBody().plain("who", actor.who).plain("person", actor.person.value()).plain("name", name)}));
  return me(unit, actor);
}

Result<boost::json::object> end_session(Unit& unit, const Actor& actor, std::int64_t session) {
  TRY(PersonSessions(unit).end(actor.person, session));
  return me(unit, actor);
}

Result<boost::json::object> end_other_sessions(Unit& unit, const Actor& actor) {
  TRY(PersonSessions(unit).end_all(actor.person, actor.session));
  return me(unit, actor);
}

struct Self::Errand {
  Call call;
  http::Respond respond;
  Secret<std::string> password{};
  bool waits = false;
  bool right = false;
  Person person{};
  Secret<std::string> next_password{};
  std::string next_hash{};
  std::string salt{};
  std::vector<std::string> codes{};
  Secret<std::string> seed{};
  std::string nonce{};
  std::optional<http::Response> refused{};
  boost::json::object answer{};

  SignInTry who() const { return {.email = call.actor.email, .address = {}}; }
};

void Self::with_password(Call call, http::Respond respond, Next next) {
  auto errand = std::make_shared<Errand>(Errand{.call = std::move(call), .respond = std::move(respond)});
  const auto* typed = errand->call.body.if_contains("password");
  if (typed == nullptr || !typed->is_string() || typed->as_string().size() > most_password_bytes)
    return errand->respond(problem(invalid("`password` is missing")));
  errand->password = Secret<std::string>(std::string(typed->as_string()));
  parts_.store.write(
      AccountId{},
      [errand](Unit& unit) -> Result<void> {
        errand->waits = TRY(SignIns(unit).begin(errand->who())).has_value();
        errand->person = TRY(People(unit).get(errand->call.actor.person));
        return {};
      },
      [this, errand, next = std::move(next)](const WriteEnding& ending) mutable {
        if (!ending.work || ending.commit != CommitEnding::committed)
          return errand->respond(problem({ErrorCode::unavailable, "The store cannot be asked at this moment."}));
        if (errand->waits) return errand->respond(shown_too_often());
        const bool taken =
            parts_.hasher.run([errand] { errand->right = access::fits(errand->password, errand->person.password); },
                              [errand, next = std::move(next)]() mutable {
                                if (!errand->right) return errand->respond(wrong_password());
                                next(errand);
                              });
        if (!taken) errand->respond(shown_too_often());
      });
}

void Self::finish(std::shared_ptr<Errand> errand, UniqueFunction<Result<void>(Unit&, Errand&)> work) {
  parts_.store.write(
      AccountId{},
      [errand, work = std::move(work)](Unit& unit) mutable -> Result<void> {
        errand->refused.reset();
        return work(unit, *errand);
      },
      [errand](const WriteEnding& ending) {
        if (!ending.work) return errand->respond(problem(ending.work.error()));
        if (ending.commit != CommitEnding::committed)
          return errand->respond(problem({ErrorCode::unavailable, "The store did not say that it kept this."}));
        errand->respond(errand->refused ? std::move(*errand->refused) : json(errand->answer));
      });
}

void Self::change_password(Call call, http::Respond respond) {
  const auto* typed = call.body.if_contains("new_password");
  if (typed == nullptr || !typed->is_string()) return respond(problem(invalid("`new_password` is missing")));
  const Secret<std::string> wanted(std::string(typed->as_string()));
  const auto fine =
      access::check_password(wanted.reveal(), password_context(call.actor.who, call.actor.email, std::string{}));
  if (!fine) return respond(problem(fine.error()));
  with_password(std::move(call), std::move(respond), [this, wanted](std::shared_ptr<Errand> errand) {
    errand->salt = raw_chance(*parts_.settings.random, access::salt_bytes);
    const auto cost = errand->call.actor.is_operator ? access::operator_cost : access::staff_cost;
    const bool taken = parts_.hasher.run(
        [errand, wanted, cost] {
          if (auto hash = access::hash_password(wanted, errand->salt, cost)) errand->next_hash = std::move(*hash);
        },
        [this, errand] {
          if (errand->next_hash.empty())
            return errand->respond(problem({ErrorCode::unavailable, "There is not enough memory at this moment."}));
          finish(errand, [](Unit& unit, Errand& one) -> Result<void> {
            const Actor& actor = one.call.actor;
            TRY(SignIns(unit).succeeded(one.who()));
            TRY(People(unit).set_password(actor.person, one.next_hash));
            TRY(PersonSessions(unit).end_all(actor.person, actor.session));
            TRY(on_record(unit, actor, "password_set"));
            one.answer = TRY(me(unit, actor));
            return {};
          });
        });
    if (!taken) errand->respond(shown_too_often());
  });
}

void Self::begin_factor(Call call, http::Respond respond) {
  if (call.actor.has_factor && !call.actor.factor_fresh) {
    return respond(problem(403, "second_factor", "Show a code first",
                           "There is a second factor already: show one of its codes before it is replaced."));
  }
  with_password(std::move(call), std::move(respond), [this](std::shared_ptr<Errand> errand) {
    errand->seed = Secret<std::string>(raw_chance(*parts_.settings.random, access::seed_bytes));
    errand->nonce = raw_chance(*parts_.settings.random, access::seal_nonce_bytes);
    finish(errand, [](Unit& unit, Errand& one) -> Result<void> {
      TRY(SignIns(unit).forgive(one.who()));
      TRY(People(unit).begin_factor(one.call.actor.person, one.seed, one.nonce));
      one.answer = {{"secret", access::base32(one.seed.reveal())},
                    {"uri", access::totp_uri(one.seed, "Courtesy", one.call.actor.email)}};
      return {};
    });
  });
}

void Self::prove_factor(Call call, http::Respond respond) {
  auto errand = std::make_shared<Errand>(Errand{.call = std::move(call), .respond = std::move(respond)});
  errand->codes = drawn_codes(*parts_.settings.random);
  finish(errand, [](Unit& unit, Errand& one) -> Result<void> {
    const Actor& actor = one.call.actor;
    People people(unit);
    if (TRY(SignIns(unit).begin(one.who()))) {
      one.refused = shown_too_often();
      return {};
    }
    if (!TRY(people.prove_factor(actor.person, TRY(text_of(one.call.body, "code", 40))))) {
      one.refused = wrong_code();
      return {};
    }
    TRY(SignIns(unit).forgive(one.who()));
    TRY(people.set_recovery_codes(actor.person, one.codes));
    TRY(PersonSessions(unit).factor_shown(actor.person, actor.session));
    TRY(PersonSessions(unit).end_all(actor.person, actor.session));
    TRY(on_record(unit, actor, "second_factor_set"));
    one.answer = TRY(me(unit, actor));
    one.answer["recovery_codes"] = texts(one.codes);
    return {};
  });
}

void Self::drop_factor(Call call, http::Respond respond) {
  with_password(std::move(call), std::move(respond), [this](std::shared_ptr<Errand> errand) {
    finish(errand, [](Unit& unit, Errand& one) -> Result<void> {
      const Actor& actor = one.call.actor;
      if (!TRY(People(unit).use_code(actor.person, TRY(text_of(one.call.body, "code", 40))))) {
        one.refused = wrong_code();
        return {};
      }
      TRY(SignIns(unit).succeeded(one.who()));
      TRY(People(unit).drop_factor(actor.person));
      TRY(on_record(unit, actor, "second_factor_dropped"));
      one.answer = TRY(me(unit, actor));
      return {};
    });
  });
}

void Self::show_factor(Call call, http::Respond respond) {
  auto errand = std::make_shared<Errand>(Errand{.call = std::move(call), .respond = std::move(respond)});
  finish(errand, [](Unit& unit, Errand& one) -> Result<void> {
    const Actor& actor = one.call.actor;
    if (TRY(SignIns(unit).begin(one.who()))) {
      one.refused = shown_too_often();
      return {};
    }
    if (!TRY(People(unit).use_code(actor.person, TRY(text_of(one.call.body, "code", 40))))) {
      one.refused = wrong_code();
      return {};
    }
    TRY(SignIns(unit).succeeded(one.who()));
    TRY(PersonSessions(unit).factor_shown(actor.person, actor.session));
    one.answer = TRY(me(unit, actor));
    return {};
  });
}

void Self::new_recovery_codes(Call call, http::Respond respond) {
  if (!call.actor.factor_fresh) {
    return respond(problem(403, "second_factor", "Show a code first",
                           "Recovery codes stand for your second factor: show one of its codes first."));
  }
  auto errand = std::make_shared<Errand>(Errand{.call = std::move(call), .respond = std::move(respond)});
  errand->codes = drawn_codes(*parts_.settings.random);
  finish(errand, [](Unit& unit, Errand& one) -> Result<void> {
    const Actor& actor = one.call.actor;
    TRY(People(unit).set_recovery_codes(actor.person, one.codes));
    TRY(on_record(unit, actor, "recovery_codes_made"));
    one.answer = TRY(me(unit, actor));
    one.answer["recovery_codes"] = texts(one.codes);
    return {};
  });
}

}  // namespace courtesy::api
