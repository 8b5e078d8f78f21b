#include <algorithm>
#include <boost/json.hpp>

#include "access/email.h"
#include "api/answer.h"
#include "api/at_the_door.h"
#include "api/kept.h"
#include "store/person_sessions.h"
#include "store/sign_ins.h"

namespace courtesy::api {
namespace {

http::Response wait_for(Instant until, Instant now) {
  http::Response response =
      problem(429, "too_many_tries", "Too many tries",
              "Signing in failed too often. Wait, or use a recovery link: nobody is locked out for good.");
  const auto left = std::max(seconds{1}, std::chrono::ceil<seconds>(until - now));
  response.headers.emplace_back("Retry-After", std::to_string(left.count()));
  return response;
}

}  // namespace

struct Doors::Try {
  enum class Outcome { wrong, needs_code, wrong_code, in };
  Call call;
  http::Respond respond;
  SignInTry who;
  Secret<std::string> password;
  std::string code;
  std::string token;
  Uptime began{};
  std::optional<Instant> waits{};
  Instant now{};
  std::optional<Person> person{};
  std::string hash{};  ///< that the password was held against
  bool right = false;
  Outcome outcome = Outcome::wrong;

  Result<Outcome> decided(Unit& unit);
  Result<void> begin_session(Unit& unit) const;
};

void Doors::sign_in(Call call, http::Respond respond) {
  auto attempt = std::make_shared<Try>(Try{.call = std::move(call), .respond = std::move(respond)});
  const auto read = [&]() -> Result<void> {
    attempt->who.email = TRY(access::fold_email(TRY(text_of(attempt->call.body, "email", 254))));
    attempt->password = TRY(password_in(attempt->call.body));
    attempt->code = TRY(text_of(attempt->call.body, "code", 40));
    return {};
  };
  if (const auto fine = read(); !fine) return attempt->respond(problem(fine.error()));
  // Whoever is on this machine is not counted by an address that everybody on it has.
  if (!is_from_here(attempt->call.request)) attempt->who.address = attempt->call.request.peer;
  attempt->token = parts_.settings.random->token(token_bytes);
  attempt->began = parts_.settings.clock->uptime();
  parts_.store.write(
      AccountId{},
      [attempt](Unit& unit) -> Result<void> {
        attempt->now = unit.now();
        attempt->waits = TRY(SignIns(unit).begin(attempt->who));
        attempt->person = TRY(People(unit).by_email(attempt->who.email));
        return {};
      },
      [this, attempt](const WriteEnding& ending) {
        if (auto failure = failure_of(ending)) return attempt->respond(std::move(*failure));
        if (attempt->waits) return attempt->respond(wait_for(*attempt->waits, attempt->now));
        const bool taken = parts_.hasher.run(
            [attempt] {
              attempt->hash = attempt->person ? attempt->person->password : std::string{};
              if (attempt->hash.empty()) {
                access::waste_as_much(attempt->password, access::staff_cost);
              } else {
                attempt->right = access::fits(attempt->password, attempt->hash);
              }
            },
            [this, attempt] { judge(attempt); });
        if (!taken) attempt->respond(busy());
      });
}

/// The person may have another password, or be gone, since it was looked at.
Result<Doors::Try::Outcome> Doors::Try::decided(Unit& unit) {
  if (right) person = TRY(People(unit).by_email(who.email));
  if (!right || !person || person->password != hash) return Outcome::wrong;
  if (!person->has_factor) return Outcome::in;
  if (code.empty()) return Outcome::needs_code;
  return TRY(People(unit).use_code(person->id, code)) ? Outcome::in : Outcome::wrong_code;
}

Result<void> Doors::Try::begin_session(Unit& unit) const {
  TRY(SignIns(unit).succeeded(who));
  PersonSessions sessions(unit);
  TRY(sessions.forget(unit.now() - hours{24 * 30}));
  // What was known before signing in is good no more: nobody can have planted it.
  const Actor& before = call.actor;
  if (before.person && before.session != 0) TRY(sessions.end(before.person, before.session));
  const AccountId account = TRY(first_account(unit, person->id));
  TRY(sessions.begin(session_for(call, person->id, account, person->has_factor, unit.now()), person->is_operator,
                     token));
  return unit.ledger().append(house_note(LedgerKind::by_hand, "signed_in", person->id, who.email, who.address));
}

void Doors::judge(std::shared_ptr<Try> attempt) {
  parts_.store.write(
      AccountId{},
      [attempt](Unit& unit) -> Result<void> {
        Try& one = *attempt;
        one.outcome = TRY(one.decided(unit));
        if (one.outcome == Try::Outcome::in) return one.begin_session(unit);
        if (one.outcome == Try::Outcome::needs_code) return SignIns(unit).forgive(one.who);
        TRY(SignIns(unit).failed(one.who));
        const PersonId person = one.person ? one.person->id : PersonId{};
        return unit.ledger().append(house_note(LedgerKind::refused, "sign_in", person, one.who.email, one.who.address));
      },
      [this, attempt](const WriteEnding& ending) {
        if (auto failure = failure_of(ending)) return attempt->respond(std::move(*failure));
        end(*attempt);
      });
}

void Doors::end(Try& attempt) {
  switch (attempt.outcome) {
    case Try::Outcome::in:
      return attempt.respond(let_in(*attempt.person, attempt.token, parts_.gate.secure(attempt.call.request)));
    case Try::Outcome::needs_code:
      return attempt.respond(problem(401, "second_factor", "A code is needed",
                                     "Type the six digits of your authenticator, or one of your recovery codes."));
    case Try::Outcome::wrong_code:
      return answer_later(attempt.began, std::move(attempt.respond),
                          problem(401, "wrong_code", "This code is not good",
                                  "A code is good for half a minute, and once. A recovery code works once."));
    case Try::Outcome::wrong:
      return answer_later(attempt.began, std::move(attempt.respond),
                          problem(401, "wrong_sign_in", "Not signed in",
                                  "This email address and this password do not belong together."));
  }
}

void Doors::sign_out(Call call, http::Respond respond) {
  const bool secure = parts_.gate.secure(call.request);
  const auto signed_out = [secure] { return let_out({{"signed_in", false}}, secure); };
  if (!call.actor.person || call.actor.session == 0) return respond(signed_out());
  parts_.store.write(
      AccountId{}, [actor = call.actor](Unit& unit) { return PersonSessions(unit).end(actor.person, actor.session); },
      [signed_out, respond = std::move(respond)](const WriteEnding& ending) mutable {
        if (auto failure = failure_of(ending)) return respond(std::move(*failure));
        respond(signed_out());
      });
}

}  // namespace courtesy::api
