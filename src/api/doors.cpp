#include "api/doors.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "access/email.h"
#include "access/password.h"
#include "api/answer.h"
#include "api/chance.h"
#include "api/read_body.h"
#include "base/zone.h"
#include "store/ledger.h"
#include "store/person_sessions.h"
#include "store/sign_ins.h"
#include "store/team.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

constexpr std::size_t token_bytes = 32;
constexpr std::size_t most_password_bytes = 4 * access::longest_password;
constexpr std::size_t longest_agent = 200;

http::Response not_kept() {
  return problem(503, "unavailable", "It may not be written",
                 "The store did not say that it kept this. Look whether it is there before trying again.");
}

http::Response wait_for(Instant until, Instant now) {
  http::Response response =
      problem(429, "too_many_tries", "Too many tries",
              "Signing in failed too often. Wait, or use a recovery link: nobody is locked out for good.");
  const auto left = std::max(seconds{1}, std::chrono::ceil<seconds>(until - now));
  response.headers.emplace_back("Retry-After", std::to_string(left.count()));
  return response;
}

http::Response busy() {
  http::Response response = problem(429, "too_many_requests", "Too many at once",
                                    "Others are signing in at this moment. Try again in a second.");
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

/// As it was typed: neither its spaces nor anything else are touched.
Result<Secret<std::string>> password_in(const boost::json::object& body, std::string_view name) {
  const auto* value = body.if_contains(name);
  if (value == nullptr || !value->is_string() || value->as_string().empty())
    return invalid(fmt::format("`{}` is missing", name));
  if (value->as_string().size() > most_password_bytes) return invalid(fmt::format("`{}` is too long", name));
  return Secret<std::string>(std::string(value->as_string()));
}

Result<std::string> name_in(const boost::json::object& body) {
  std::string name = TRY(needed(body, "name", 80));
  for (const char c : name) {
    if (static_cast<unsigned char>(c) < 0x20) return invalid("`name` must be one line of text");
  }
  return name;
}

PersonSession session_for(const Call& call, PersonId person, AccountId account, bool with_factor, Instant now) {
  PersonSession session{.person = person, .account = account};
  if (with_factor) session.factor_at = now;
  session.address = call.request.peer;
  session.agent = std::string(call.request.header("User-Agent").value_or("")).substr(0, longest_agent);
  return session;
}

Result<AccountId> first_account(Unit& unit, PersonId person) {
  const auto accounts = TRY(People(unit).accounts_of(person));
  return accounts.empty() ? AccountId{} : accounts.front().account;
}

LedgerEntry house_note(LedgerKind kind, std::string code, PersonId person, const std::string& email,
                       const std::string& address) {
  LedgerBody body;
  body.plain("person", person.value()).personal("email", email);
  if (!address.empty()) body.personal("address", address);
  return {.kind = kind, .code = std::move(code), .body = std::move(body)};
}

http::Response let_in(const Person& person, const std::string& token, bool secure) {
  http::Response response = json(boost::json::object{{"signed_in", true}, {"name", person.name}});
  response.headers.push_back(session_cookie(token, secure));
  return response;
}

}  // namespace

std::string page_address(const http::Request& request, const Gate& gate, const Settings& settings) {
  if (gate.secure(request)) return settings.public_url;
  return fmt::format("http://{}", request.header("Host").value_or("localhost"));
}

std::string link_address(const std::string& page, const std::string& token) {
  return fmt::format("{}/#/welcome/{}", page, token);
}

std::vector<std::string> password_context(const std::string& name, const std::string& email,
                                          const std::string& business) {
  return {"courtesy", name, email.substr(0, email.find('@')), business};
}

Result<Account> read_account(const boost::json::object& body, const Settings& settings) {
  constexpr std::string_view known =
      " name spoken_name zone country caller_number callback_number email_from language ";
  for (const auto& [name, value] : body) {
    if (known.find(fmt::format(" {} ", std::string_view(name))) == std::string_view::npos)
      return invalid(fmt::format("`account` has no member `{}`", std::string_view(name)));
  }
  Account account;
  account.name = TRY(needed(body, "name", 80));
  account.spoken_name = TRY(text_of(body, "spoken_name", 80));
  if (account.spoken_name.empty()) account.spoken_name = account.name;
  account.zone = TRY(Zone::find(TRY(needed(body, "zone", 60)))).name();
  account.country = TRY(needed(body, "country", 2));
  if (account.country.size() != 2) return invalid("`country` must be two letters like US");
  for (char& c : account.country) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  for (auto [name, to] :
       {std::pair("caller_number", &account.caller_number), std::pair("callback_number", &account.callback_number)}) {
    const std::string text = TRY(needed(body, name, 40));
    const auto number = settings.read_number ? settings.read_number(text, account.country) : PhoneNumber::parse(text);
    if (!number) return invalid(fmt::format("`{}` cannot be used: {}", name, number.error().message));
    *to = number->e164();
  }
  account.email_from = TRY(text_of(body, "email_from", 254));
  if (const std::string language = TRY(text_of(body, "language", 10)); !language.empty()) account.language = language;
  return account;
}

// Signing in ---------------------------------------------------------------------------------------------------------

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
};

void Doors::sign_in(Call call, http::Respond respond) {
  auto attempt = std::make_shared<Try>(Try{.call = std::move(call), .respond = std::move(respond)});
  const auto read = [&]() -> Result<void> {
    attempt->who.email = TRY(access::fold_email(TRY(text_of(attempt->call.body, "email", 254))));
    attempt->password = TRY(password_in(attempt->call.body, "password"));
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
        if (!ending.work) return attempt->respond(problem(ending.work.error()));
        if (ending.commit != CommitEnding::committed) return attempt->respond(not_kept());
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

void Doors::judge(std::shared_ptr<Try> attempt) {
  parts_.store.write(
      AccountId{},
      [attempt](Unit& unit) -> Result<void> {
        using Outcome = Try::Outcome;
        Try& one = *attempt;
        one.outcome = Outcome::wrong;
        // The person may have another password, or be gone, since it was looked at.
        if (one.right) one.person = TRY(People(unit).by_email(one.who.email));
        const bool right = one.right && one.person && one.person->password == one.hash;
        if (right && one.person->has_factor) {
          if (one.code.empty()) {
            one.outcome = Outcome::needs_code;
            return SignIns(unit).forgive(one.who);
          }
          one.outcome = TRY(People(unit).use_code(one.person->id, one.code)) ? Outcome::in : Outcome::wrong_code;
        } else if (right) {
          one.outcome = Outcome::in;
        }
        const PersonId person = one.person ? one.person->id : PersonId{};
        if (one.outcome != Outcome::in) {
          TRY(SignIns(unit).failed(one.who));
          return unit.ledger().append(
              house_note(LedgerKind::refused, "sign_in", person, one.who.email, one.who.address));
        }
        TRY(SignIns(unit).succeeded(one.who));
        PersonSessions sessions(unit);
        TRY(sessions.forget(unit.now() - hours{24 * 30}));
        // What was known before signing in is good no more: nobody can have planted it.
        const Actor& before = one.call.actor;
        if (before.person && before.session != 0) TRY(sessions.end(before.person, before.session));
        const AccountId account = TRY(first_account(unit, person));
        TRY(sessions.begin(session_for(one.call, person, account, one.person->has_factor, unit.now()),
                           one.person->is_operator, one.token));
        return unit.ledger().append(
            house_note(LedgerKind::by_hand, "signed_in", person, one.who.email, one.who.address));
      },
      [this, attempt](const WriteEnding& ending) {
        if (!ending.work) return attempt->respond(problem(ending.work.error()));
        if (ending.commit != CommitEnding::committed) return attempt->respond(not_kept());
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

void Doors::answer_later(Uptime began, http::Respond respond, http::Response response) {
  const auto passed = std::chrono::duration_cast<milliseconds>(parts_.settings.clock->uptime() - began);
  late_.push_front({.respond = std::move(respond), .response = std::move(response), .timer = {}});
  const auto mine = late_.begin();
  mine->timer = parts_.settings.after(std::clamp(wrong_after - passed, milliseconds{0}, wrong_after), [this, mine] {
    http::Respond given = std::move(mine->respond);
    http::Response told = std::move(mine->response);
    late_.erase(mine);
    given(std::move(told));
  });
}

void Doors::sign_out(Call call, http::Respond respond) {
  const bool secure = parts_.gate.secure(call.request);
  if (!call.actor.person || call.actor.session == 0) {
    http::Response response = json(boost::json::object{{"signed_in", false}});
    response.headers.push_back(session_cookie("", secure));
    return respond(std::move(response));
  }
  parts_.store.write(
      AccountId{}, [actor = call.actor](Unit& unit) { return PersonSessions(unit).end(actor.person, actor.session); },
      [secure, respond = std::move(respond)](const WriteEnding& ending) mutable {
        if (!ending.work) return respond(problem(ending.work.error()));
        if (ending.commit != CommitEnding::committed) return respond(not_kept());
        http::Response response = json(boost::json::object{{"signed_in", false}});
        response.headers.push_back(session_cookie("", secure));
        respond(std::move(response));
      });
}

// The first person, and links ----------------------------------------------------------------------------------------

struct Doors::Entry {
  Call call;
  http::Respond respond;
  std::string name{};
  std::string email{};
  Secret<std::string> password{};
  std::string salt{};
  std::string hash{};
  std::optional<Account> account{};  ///< to be made
  std::string link{};                ///< its token
  DoorLink door{};
  std::string business{};
  std::optional<Person> person{};  ///< who has the link's email already
  std::string token{};
  access::HashCost cost = access::staff_cost;
  Error failed{};
};

void Doors::get_setup(const Call& call, http::Respond respond) {
  auto answer = std::make_shared<boost::json::object>();
  const bool here = is_from_here(call.request);
  parts_.store.read(
      AccountId{},
      [answer, here](Unit& unit) -> Result<void> {
        const bool needed = !TRY(People(unit).any());
        *answer = {{"needed", needed}, {"here", here}, {"account_needed", false}};
        if (needed && here) (*answer)["account_needed"] = TRY(unit.accounts().all()).empty();
        return {};
      },
      [answer, respond = std::move(respond)](Result<void> result) mutable {
        respond(result ? json(*answer) : problem(result.error()));
      });
}

void Doors::post_setup(Call call, http::Respond respond) {
  if (!is_from_here(call.request)) {
    return respond(problem(403, "forbidden", "Not from here",
                           "An installation is set up from its own machine: open the page there, or run `courtesy "
                           "setup`."));
  }
  if (!call.actor.nobody_yet)
    return respond(problem(409, "conflict", "It is set up", "There is somebody already: sign in, or ask them."));
  auto entry = std::make_shared<Entry>(Entry{.call = std::move(call), .respond = std::move(respond)});
  const boost::json::object& body = entry->call.body;
  const auto read = [&]() -> Result<void> {
    entry->name = TRY(name_in(body));
    entry->email = TRY(access::fold_email(TRY(text_of(body, "email", 254))));
    entry->password = TRY(password_in(body, "password"));
    if (const auto* account = body.if_contains("account"); account != nullptr && !account->is_null()) {
      if (!account->is_object()) return invalid("`account` must be an object");
      entry->account = TRY(read_account(account->as_object(), parts_.settings));
    }
    const auto context =
        password_context(entry->name, entry->email, entry->account ? entry->account->name : std::string{});
    return access::check_password(entry->password.reveal(), context);
  };
  if (const auto fine = read(); !fine) return entry->respond(problem(fine.error()));
  entry->cost = access::operator_cost;
  hash(entry, [this](std::shared_ptr<Entry> hashed) {
    parts_.store.write(
        AccountId{},
        [hashed](Unit& unit) -> Result<void> {
          People people(unit);
          if (TRY(people.any())) return Error{ErrorCode::conflict, "Somebody was faster: it is set up."};
          const auto accounts = TRY(unit.accounts().all());
          if (accounts.empty() != hashed->account.has_value())
            return invalid(accounts.empty() ? "`account` is missing: there is none yet"
                                            : "`account` must be left out: there are accounts already");
          if (hashed->account) TRY(unit.accounts().create(*hashed->account));
          Person person{.email = hashed->email, .name = hashed->name, .password = hashed->hash, .is_operator = true};
          person.id = TRY(people.add(person));
          for (const AccountId account : TRY(people.without_owner()))
            TRY(people.join(account, person.id, access::Role::owner, person.name));
          hashed->person = person;
          const AccountId account = TRY(first_account(unit, person.id));
          TRY(PersonSessions(unit).begin(session_for(hashed->call, person.id, account, false, unit.now()), true,
                                         hashed->token));
          return unit.ledger().append(
              house_note(LedgerKind::by_hand, "set_up", person.id, person.email, hashed->call.request.peer));
        },
        [this, hashed](const WriteEnding& ending) {
          if (!ending.work) return hashed->respond(problem(ending.work.error()));
          if (ending.commit != CommitEnding::committed) return hashed->respond(not_kept());
          hashed->respond(let_in(*hashed->person, hashed->token, parts_.gate.secure(hashed->call.request)));
        });
  });
}

void Doors::hash(std::shared_ptr<Entry> entry, UniqueFunction<void(std::shared_ptr<Entry>)> next) {
  entry->salt = raw_chance(*parts_.settings.random, access::salt_bytes);
  entry->token = parts_.settings.random->token(token_bytes);
  const bool taken = parts_.hasher.run(
      [entry] {
        auto hashed = access::hash_password(entry->password, entry->salt, entry->cost);
        if (hashed) {
          entry->hash = std::move(*hashed);
        } else {
          entry->failed = hashed.error();
        }
      },
      [entry, next = std::move(next)]() mutable {
        if (entry->hash.empty()) return entry->respond(problem(entry->failed));
        next(entry);
      });
  if (!taken) entry->respond(busy());
}

namespace {

Letter password_letter(const std::string& from, const std::string& to, const std::string& link) {
  return {.from = from,
          .to = to,
          .subject = "A new password for Courtesy",
          .text = fmt::format("Somebody, probably you, wants a new password for {}.\n\n"
                              "Open this link within an hour:\n\n  {}\n\n"
                              "If it was not you, do nothing: your password stays as it is.\n",
                              to, link)};
}

http::Response link_used_up() {
  return problem(410, "link_used_up", "This link works no more",
                 "A link works once and for a while. Ask whoever sent it for a new one.");
}

}  // namespace

void Doors::ask_for_link(Call call, http::Respond respond) {
  const auto text = text_of(call.body, "email", 254);
  const auto email = text ? access::fold_email(*text) : Result<std::string>(text.error());
  if (!email) return respond(problem(email.error()));
  const Uptime began = parts_.settings.clock->uptime();
  const std::string token = parts_.settings.random->token(token_bytes);
  const std::string link = link_address(page_address(call.request, parts_.gate, parts_.settings), token);
  auto letter = std::make_shared<std::optional<Letter>>();
  const bool mail = parts_.settings.send_letter != nullptr;
  parts_.store.write(
      AccountId{},
      [email = *email, token, link, letter, mail](Unit& unit) -> Result<void> {
        letter->reset();
        // As often as a wrong password may be typed, counted apart from it.
        if (TRY(SignIns(unit).begin({.email = "a link for " + email, .address = {}}))) return {};
        const auto person = TRY(People(unit).by_email(email));
        if (!mail || !person || !may_be_contacted(unit.settings().environment, email)) return {};
        const AccountId account = TRY(first_account(unit, person->id));
        const Rows from = TRY(unit.db().run("SELECT email_from FROM account WHERE account = $1", {account}));
        if (from.empty() || from[0][0].text().empty()) return {};
        TRY(DoorLinks(unit).make(
            {.purpose = LinkPurpose::password, .person = person->id, .email = email, .made_by = "a letter"}, token));
        *letter = password_letter(from[0][0].text(), email, link);
        return unit.ledger().append(house_note(LedgerKind::by_hand, "password_link_sent", person->id, email, ""));
      },
      [this, began, letter, respond = std::move(respond)](const WriteEnding& ending) mutable {
        if (!ending.work || ending.commit != CommitEnding::committed) return respond(not_kept());
        if (*letter) parts_.settings.send_letter(std::move(**letter));
        answer_later(began, std::move(respond), json(boost::json::object{{"asked", true}}));
      });
}

void Doors::look_at_link(const Call& call, http::Respond respond) {
  auto answer = std::make_shared<std::optional<boost::json::object>>();
  const auto token = text_of(call.body, "token", 200);
  if (!token) return respond(problem(token.error()));
  parts_.store.read(
      AccountId{},
      [answer, token = *token, actor = call.actor](Unit& unit) -> Result<void> {
        const auto link = TRY(DoorLinks(unit).find(token));
        if (!link) return {};
        const auto person = TRY(People(unit).by_email(link->email));
        const auto all = TRY(unit.db().run("SELECT name FROM account WHERE account = $1", {link->account}));
        const bool named = link->account && !all.empty();
        *answer =
            boost::json::object{{"purpose", to_string(link->purpose)},
                                {"email", link->email},
                                {"account", named ? boost::json::value(all[0][0].text()) : boost::json::value(nullptr)},
                                {"role", access::to_string(link->role)},
                                {"by", link->made_by},
                                {"known", person.has_value()},
                                {"signed_in_as_them", person && actor.person == person->id}};
        return {};
      },
      [answer, respond = std::move(respond)](Result<void> result) mutable {
        if (!result) return respond(problem(result.error()));
        respond(*answer ? json(**answer) : link_used_up());
      });
}

void Doors::use_link(Call call, http::Respond respond) {
  auto entry = std::make_shared<Entry>(Entry{.call = std::move(call), .respond = std::move(respond)});
  const auto token = text_of(entry->call.body, "token", 200);
  if (!token) return entry->respond(problem(token.error()));
  entry->link = *token;
  parts_.store.read(
      AccountId{},
      [entry](Unit& unit) -> Result<void> {
        const auto link = TRY(DoorLinks(unit).find(entry->link));
        if (!link) return {};
        entry->door = *link;
        entry->person = TRY(People(unit).by_email(link->email));
        const auto all = TRY(unit.db().run("SELECT name FROM account WHERE account = $1", {link->account}));
        if (!all.empty()) entry->business = all[0][0].text();
        return {};
      },
      [this, entry](Result<void> result) {
        if (!result) return entry->respond(problem(result.error()));
        if (entry->door.id == 0) return entry->respond(link_used_up());
        enter(entry);
      });
}

void Doors::enter(std::shared_ptr<Entry> entry) {
  if (entry->door.purpose == LinkPurpose::join && entry->person) return join_as_known(entry);
  const boost::json::object& body = entry->call.body;
  const auto read = [&]() -> Result<void> {
    entry->email = entry->door.email;
    entry->name = entry->person ? entry->person->name : TRY(name_in(body));
    entry->password = TRY(password_in(body, "password"));
    return access::check_password(entry->password.reveal(),
                                  password_context(entry->name, entry->email, entry->business));
  };
  if (const auto fine = read(); !fine) return entry->respond(problem(fine.error()));
  if (entry->person && entry->person->is_operator) entry->cost = access::operator_cost;
  const bool joins = entry->door.purpose == LinkPurpose::join;
  hash(entry, [this, joins](std::shared_ptr<Entry> hashed) { joins ? make_person(hashed) : set_password(hashed); });
}

/// Somebody who has a password already shows that he is that person by being signed in.
void Doors::join_as_known(std::shared_ptr<Entry> entry) {
  const Actor& actor = entry->call.actor;
  if (actor.person != entry->person->id) {
    return entry->respond(problem(401, "signed_out", "Sign in first",
                                  fmt::format("{} has a password here already. Sign in as that person, and open the "
                                              "link again.",
                                              entry->door.email)));
  }
  parts_.store.write(
      entry->door.account,
      [entry](Unit& unit) -> Result<void> {
        if (!TRY(DoorLinks(unit).use(entry->link))) return Error{ErrorCode::not_found, ""};
        TRY(Team(unit).join(entry->person->id, entry->door.role, entry->door.made_by));
        return PersonSessions(unit).look_at(entry->person->id, entry->call.actor.session, entry->door.account);
      },
      [entry](const WriteEnding& ending) {
        if (!ending.work) {
          return entry->respond(ending.work.error().code == ErrorCode::not_found ? link_used_up()
                                                                                 : problem(ending.work.error()));
        }
        if (ending.commit != CommitEnding::committed) return entry->respond(not_kept());
        entry->respond(json(boost::json::object{{"signed_in", true}, {"name", entry->person->name}}));
      });
}

void Doors::make_person(std::shared_ptr<Entry> entry) {
  parts_.store.write(
      entry->door.account,
      [entry](Unit& unit) -> Result<void> {
        if (!TRY(DoorLinks(unit).use(entry->link))) return Error{ErrorCode::not_found, ""};
        Person person{.email = entry->email, .name = entry->name, .password = entry->hash};
        person.id = TRY(People(unit).add(person));
        TRY(Team(unit).join(person.id, entry->door.role, entry->door.made_by));
        entry->person = person;
        const Actor& before = entry->call.actor;
        PersonSessions sessions(unit);
        if (before.person && before.session != 0) TRY(sessions.end(before.person, before.session));
        TRY(sessions.begin(session_for(entry->call, person.id, entry->door.account, false, unit.now()), false,
                           entry->token));
        return {};
      },
      [this, entry](const WriteEnding& ending) {
        if (!ending.work) {
          return entry->respond(ending.work.error().code == ErrorCode::not_found ? link_used_up()
                                                                                 : problem(ending.work.error()));
        }
        if (ending.commit != CommitEnding::committed) return entry->respond(not_kept());
        entry->respond(let_in(*entry->person, entry->token, parts_.gate.secure(entry->call.request)));
      });
}

/// Whoever had the old one is out. The second factor stays: a link in a mailbox is no telephone.
void Doors::set_password(std::shared_ptr<Entry> entry) {
  parts_.store.write(
      AccountId{},
      [entry](Unit& unit) -> Result<void> {
        if (!entry->person || !TRY(DoorLinks(unit).use(entry->link))) return Error{ErrorCode::not_found, ""};
        const PersonId person = entry->person->id;
        TRY(People(unit).set_password(person, entry->hash));
        TRY(PersonSessions(unit).end_all(person));
        TRY(SignIns(unit).succeeded({.email = entry->email, .address = {}}));
        return unit.ledger().append(house_note(LedgerKind::by_hand, "password_set", person, entry->email, ""));
      },
      [this, entry](const WriteEnding& ending) {
        if (!ending.work) {
          return entry->respond(ending.work.error().code == ErrorCode::not_found ? link_used_up()
                                                                                 : problem(ending.work.error()));
        }
        if (ending.commit != CommitEnding::committed) return entry->respond(not_kept());
        http::Response response = json(boost::json::object{{"signed_in", false}, {"name", entry->name}});
        response.headers.push_back(session_cookie("", parts_.gate.secure(entry->call.request)));
        entry->respond(std::move(response));
      });
}

}  // namespace courtesy::api
