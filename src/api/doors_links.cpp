#include <fmt/format.h>

#include <boost/json.hpp>

#include "access/email.h"
#include "api/answer.h"
#include "api/at_the_door.h"
#include "api/kept.h"
#include "store/person_sessions.h"
#include "store/sign_ins.h"

namespace courtesy::api {
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

std::optional<http::Response> not_entered(const WriteEnding& ending) {
  if (!ending.work && ending.work.error().code == ErrorCode::not_found) return link_used_up();
  return failure_of(ending);
}

/// As it is called; none: there is no such account.
Result<std::optional<std::string>> business_of(Unit& unit, AccountId account) {
  const Rows rows = TRY(unit.db().run("SELECT name FROM account WHERE account = $1", {account}));
  return rows.empty() ? std::optional<std::string>() : rows[0][0].text();
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
        const auto business = TRY(business_of(unit, link->account));
        const bool named = link->account && business;
        *answer = boost::json::object{{"purpose", to_string(link->purpose)},
                                      {"email", link->email},
                                      {"account", named ? boost::json::value(*business) : boost::json::value(nullptr)},
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
        entry->business = TRY(business_of(unit, link->account)).value_or("");
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
    entry->password = TRY(password_in(body));
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
        if (auto failure = not_entered(ending)) return entry->respond(std::move(*failure));
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
        if (auto failure = not_entered(ending)) return entry->respond(std::move(*failure));
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
        if (auto failure = not_entered(ending)) return entry->respond(std::move(*failure));
        const bool secure = parts_.gate.secure(entry->call.request);
        entry->respond(let_out({{"signed_in", false}, {"name", entry->name}}, secure));
      });
}

}  // namespace courtesy::api
