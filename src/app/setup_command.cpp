#include "app/setup_command.h"

#include <fmt/format.h>

#include <ostream>

#include "access/email.h"
#include "app/doors_for_commands.h"
#include "base/phone/engine.h"
#include "base/zone.h"
#include "store/accounts.h"
#include "store/ledger.h"
#include "store/team.h"

namespace courtesy::app {
namespace {

class SetupCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("--database DB", database_, "made if there is none", Need::required);
    options.text("--name NAME", name_, "of the person who runs the installation", Need::required);
    options.text("--email ADDRESS", email_, "with which that person signs in", Need::required);
    options.flag("--link", link_, "prints a link for choosing the password, instead of asking for one");
    options.text("--url URL", url_, "where the page is, for the link (default: http://127.0.0.1:8080)");
    options.text("--business NAME", account_.name, "the first business, where there is none yet");
    options.text("--zone ZONE", account_.zone, "where its appointments are: America/New_York");
    options.text("--country CC", account_.country, "US: whose numbers may be contacted");
    options.text("--caller-number NUMBER", account_.caller_number, "from which it calls and writes");
    options.text("--callback-number NUMBER", account_.callback_number, "where a person answers");
  }

  Result<void> check() override {
    email_ = TRY(access::fold_email(email_));
    if (name_.empty()) return invalid("--name must not be empty");
    if (account_.name.empty()) return {};
    account_.spoken_name = account_.name;
    account_.zone = TRY(Zone::find(account_.zone)).name();
    for (char& c : account_.country) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (account_.country.size() != 2) return invalid("--country must be two letters like US (ISO 3166)");
    for (auto [option, number] : {std::pair("--caller-number", &account_.caller_number),
                                  std::pair("--callback-number", &account_.callback_number)}) {
      const auto read = read_number(*number, account_.country);
      if (!read) return invalid(fmt::format("{} cannot be used: {}", option, read.error().message));
      *number = read->e164();
    }
    return {};
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(open_doors(database_, outside, Missing::is_made));
    TRY(database->read(AccountId{}, [](Unit& unit) -> Result<void> {
      if (!TRY(People(unit).any_operator())) return {};
      return Error{ErrorCode::conflict, "it is set up already: `courtesy person list` says who is there"};
    }));
    const bool has_accounts = !TRY(database->accounts()).empty();
    if (has_accounts && !account_.name.empty())
      return invalid("there are accounts already: leave --business out, and the person becomes their owner");
    if (!has_accounts && account_.name.empty())
      return invalid("there is no account yet: say --business, --zone, --country, --caller-number, --callback-number");
    std::string hash;
    if (!link_) hash = TRY(hashed(TRY(typed_password(outside, name_, email_, account_.name)), true));
    const std::string token = new_token();
    TRY(database->write(AccountId{}, [&](Unit& unit) { return set_up(unit, hash, token); }));
    outside.out << fmt::format("{} runs this installation, and owns {}.\n", name_,
                               has_accounts ? "its accounts" : account_.name);
    if (link_) {
      outside.out << fmt::format("Within an hour, once, a password is chosen at\n\n  {}\n", printed_link(url_, token));
    } else {
      outside.out << "The page signs in with this email and password. A second factor is set up there, under \"Your "
                     "account\".\n";
    }
    return 0;
  }

 private:
  Result<void> set_up(Unit& unit, const std::string& hash, const std::string& token) const {
    if (!account_.name.empty()) TRY(unit.accounts().create(account_));
    People people(unit);
    const PersonId person = TRY(people.add({.email = email_, .name = name_, .password = hash, .is_operator = true}));
    for (const AccountId account : TRY(people.without_owner()))
      TRY(people.join(account, person, access::Role::owner, name_));
    if (link_) {
      TRY(DoorLinks(unit).make(
          {.purpose = LinkPurpose::password, .person = person, .email = email_, .made_by = "courtesy setup"}, token));
    }
    return unit.ledger().append({.kind = LedgerKind::by_hand,
                                 .code = "set_up",
                                 .body = LedgerBody().plain("who", name_).plain("person", person.value())});
  }

  std::string database_;
  std::string name_;
  std::string email_;
  bool link_ = false;
  std::string url_ = usual_url;
  Account account_;
};

}  // namespace

std::unique_ptr<Command> make_setup_command() { return std::make_unique<SetupCommand>(); }

}  // namespace courtesy::app
