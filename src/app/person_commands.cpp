#include "app/person_commands.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <ostream>

#include "access/email.h"
#include "app/doors_for_commands.h"
#include "app/told.h"
#include "base/json_text.h"
#include "store/ledger.h"
#include "store/person_sessions.h"
#include "store/sign_ins.h"
#include "store/team.h"

namespace courtesy::app {
namespace {

struct Listed {
  Person person;
  std::vector<Membership> accounts;
};

Result<Person> person_of(Unit& unit, const std::string& email) {
  auto person = TRY(People(unit).by_email(email));
  if (!person) return Error{ErrorCode::not_found, "nobody has this email: `courtesy person list` says who is there"};
  return std::move(*person);
}

Result<void> house_note(Unit& unit, std::string code, PersonId person) {
  return unit.ledger().append({.kind = LedgerKind::by_hand,
                               .code = std::move(code),
                               .body = LedgerBody().plain("who", "the server").plain("person", person.value())});
}

class PersonListCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("--database DB", database_, "the database", Need::required);
    options.flag("--json", json_, "as one JSON object: `people`");
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(open_doors(database_, outside, Missing::is_an_error));
    std::vector<Listed> all;
    TRY(database->read(AccountId{}, [&](Unit& unit) -> Result<void> {
      all.clear();
      People people(unit);
      for (auto& person : TRY(people.all())) {
        auto accounts = TRY(people.accounts_of(person.id));
        all.push_back({std::move(person), std::move(accounts)});
      }
      return {};
    }));
    if (json_) {
      outside.out << json_text(as_json(all)) << '\n';
      return 0;
    }
    if (all.empty()) outside.out << "Nobody yet: `courtesy setup` makes the first.\n";
    for (const auto& one : all) outside.out << in_a_line(one);
    return 0;
  }

 private:
  static std::string in_a_line(const Listed& one) {
    std::string line = fmt::format("{}  {}  {}", one.person.id.value(), one.person.name, one.person.email);
    if (one.person.is_operator) line += "  operator";
    for (const auto& account : one.accounts)
      line += fmt::format("  {} of account {}", access::to_string(account.role), account.account.value());
    line += one.person.has_factor ? "  second factor" : "  no second factor";
    if (one.person.password.empty()) line += "  no password yet";
    return line + "\n";
  }
  static boost::json::object as_json(const std::vector<Listed>& all) {
    boost::json::array told;
    for (const auto& one : all) {
      boost::json::array accounts;
      for (const auto& account : one.accounts)
        accounts.push_back({{"account", account.account.value()}, {"role", access::to_string(account.role)}});
      told.push_back({{"person", one.person.id.value()},
                      {"name", one.person.name},
                      {"email", one.person.email},
                      {"operator", one.person.is_operator},
                      {"second_factor", one.person.has_factor},
                      {"accounts", std::move(accounts)}});
    }
    return {{"people", std::move(told)}};
  }

  std::string database_;
  bool json_ = false;
};

class PersonInviteCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("--database DB", database_, "the database", Need::required);
    options.number("--account N", account_, "the account, where there are several");
    options.text("--email ADDRESS", email_, "of whoever is invited", Need::required);
    options.text("--role ROLE", role_, "owner, staff or viewer (default: staff)");
    options.text("--url URL", url_, "where the page is, for the link (default: http://127.0.0.1:8080)");
    told_.declare(options);
  }

  Result<void> check() override {
    email_ = TRY(access::fold_email(email_));
    if (!access::parse_role(role_)) return invalid("--role must be owner, staff or viewer");
    return {};
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(open_doors(database_, outside, Missing::is_an_error));
    const AccountId account = TRY(database->account(account_));
    const std::string token = new_token();
    TRY(database->write(account, [&](Unit& unit) -> Result<void> {
      TRY(Team(unit).invite(email_, *access::parse_role(role_), "the server", token));
      return {};
    }));
    const std::string link = printed_link(url_, token);
    told_.tell(outside, {{"email", email_}, {"account", account.value()}, {"role", role_}, {"link", link}},
               fmt::format("Within seven days, once, {} comes in as {} at\n\n  {}\n", email_, role_, link));
    return 0;
  }

 private:
  std::string database_;
  std::int64_t account_ = 0;
  std::string email_;
  std::string role_ = "staff";
  std::string url_ = usual_url;
  Told told_;
};

class PersonRemoveCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("--database DB", database_, "the database", Need::required);
    options.text("--email ADDRESS", email_, "whose", Need::required);
    options.number("--account N", account_, "out of this account alone (default: wholly, with every session)");
    told_.declare(options);
  }

  Result<void> check() override {
    email_ = TRY(access::fold_email(email_));
    return {};
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(open_doors(database_, outside, Missing::is_an_error));
    const AccountId account = account_ == 0 ? AccountId{} : TRY(database->account(account_));
    TRY(database->write(account, [&](Unit& unit) -> Result<void> {
      const Person person = TRY(person_of(unit, email_));
      if (account) return Team(unit).remove(person.id, "the server");
      TRY(People(unit).remove(person.id));
      return house_note(unit, "person_removed", person.id);
    }));
    told_.tell(outside, {{"email", email_}, {"account", account ? boost::json::value(account.value()) : nullptr}},
               account ? fmt::format("{} is not in account {} any more.\n", email_, account.value())
                       : fmt::format("{} is gone; what was done stays in the ledgers.\n", email_));
    return 0;
  }

 private:
  std::string database_;
  std::string email_;
  std::int64_t account_ = 0;
  Told told_;
};

class PersonResetCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("--database DB", database_, "the database", Need::required);
    options.text("--email ADDRESS", email_, "whose", Need::required);
    options.flag("--second-factor", factor_,
                 "the second factor goes too: the telephone and the recovery codes are lost");
    options.text("--url URL", url_, "where the page is, for the link (default: http://127.0.0.1:8080)");
    told_.declare(options);
  }

  Result<void> check() override {
    email_ = TRY(access::fold_email(email_));
    return {};
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(open_doors(database_, outside, Missing::is_an_error));
    const std::string token = new_token();
    TRY(database->write(AccountId{}, [&](Unit& unit) -> Result<void> {
      const Person person = TRY(person_of(unit, email_));
      TRY(PersonSessions(unit).end_all(person.id));
      TRY(SignIns(unit).succeeded({.email = email_, .address = {}}));
      if (factor_) TRY(People(unit).drop_factor(person.id));
      TRY(DoorLinks(unit).make(
          {.purpose = LinkPurpose::password, .person = person.id, .email = email_, .made_by = "the server"}, token));
      return house_note(unit, factor_ ? "person_reset_with_factor" : "person_reset", person.id);
    }));
    const std::string link = printed_link(url_, token);
    told_.tell(outside, {{"email", email_}, {"second_factor_dropped", factor_}, {"link", link}},
               fmt::format("{} is signed out everywhere{}. Within an hour, once, a new password is chosen at\n\n  {}\n",
                           email_, factor_ ? ", and has no second factor" : "", link));
    return 0;
  }

 private:
  std::string database_;
  std::string email_;
  bool factor_ = false;
  std::string url_ = usual_url;
  Told told_;
};

}  // namespace

std::unique_ptr<Command> make_person_list_command() { return std::make_unique<PersonListCommand>(); }
std::unique_ptr<Command> make_person_invite_command() { return std::make_unique<PersonInviteCommand>(); }
std::unique_ptr<Command> make_person_remove_command() { return std::make_unique<PersonRemoveCommand>(); }
std::unique_ptr<Command> make_person_reset_command() { return std::make_unique<PersonResetCommand>(); }

}  // namespace courtesy::app
