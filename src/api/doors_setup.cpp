#include <boost/json.hpp>

#include "access/email.h"
#include "api/answer.h"
#include "api/at_the_door.h"
#include "api/kept.h"
#include "store/person_sessions.h"

namespace courtesy::api {

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
    entry->password = TRY(password_in(body));
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
          if (auto failure = failure_of(ending)) return hashed->respond(std::move(*failure));
          hashed->respond(let_in(*hashed->person, hashed->token, parts_.gate.secure(hashed->call.request)));
        });
  });
}

}  // namespace courtesy::api
