#include "app/account_commands.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <ostream>

#include "app/database.h"
#include "app/told.h"
#include "app/which_account.h"
#include "base/json_text.h"
#include "base/phone/engine.h"
#include "base/zone.h"
#include "flow/language_tag.h"
#include "store/accounts.h"
#include "store/ledger.h"
#include "store/tally.h"

namespace courtesy::app {
namespace {

/// A number as it is written in the account's country, in E.164 form.
Result<void> make_e164(std::string& number, const std::string& country, std::string_view option) {
  if (number.empty()) return {};
  const auto read = read_number(number, country);
  if (!read) return invalid(fmt::format("{} cannot be used: {}", option, read.error().message));
  number = read->e164();
  return {};
}

class AccountCreateCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("--database DB", database_, "made if there is none", Need::required);
    options.text("--name NAME", account_.name, "the business, as its staff know it", Need::required);
    options.text("--spoken-name NAME", account_.spoken_name, "as its clients hear and read it (default: the name)");
    options.text("--zone ZONE", account_.zone, "where its appointments are: America/New_York", Need::required);
    options.text("--country CC", account_.country, "US: whose numbers may be contacted", Need::required);
    options.text("--caller-number NUMBER", account_.caller_number, "from which it calls and writes", Need::required);
    options.text("--callback-number NUMBER", account_.callback_number, "where a person answers", Need::required);
    options.text("--email-from ADDRESS", account_.email_from, "from which it sends email");
    options.text("--language LANGUAGE", account_.language, "of what is said and written (default: en)");
    told_.declare(options);
  }

  Result<void> check() override {
    if (account_.spoken_name.empty()) account_.spoken_name = account_.name;
    account_.zone = TRY(Zone::find(account_.zone)).name();
    for (char& c : account_.country) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (account_.country.size() != 2) {
      return invalid(fmt::format("--country is \"{}\": it must be two letters like US (ISO 3166)", account_.country));
    }
    const auto language = flow::language_tag(account_.language, flow::known_languages());
    if (!language) return invalid("--language " + language.error().message);
    account_.language = *language;
    TRY(make_e164(account_.caller_number, account_.country, "--caller-number"));
    return make_e164(account_.callback_number, account_.country, "--callback-number");
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(Database::open(database_, outside.clock, Missing::is_made));
    AccountId made;
    TRY(database->write(AccountId{}, [&](Unit& unit) -> Result<void> {
      made = TRY(unit.accounts().create(account_));
      return unit.ledger().append({.kind = LedgerKind::by_hand,
                                   .code = "account_created",
                                   .body = LedgerBody().plain("account", made.value())});
    }));
    told_.tell(outside, {{"account", made.value()}, {"name", account_.name}},
               fmt::format("Account {}: {}. It has no rules yet: `courtesy rule add` makes one.\n", made.value(),
                           account_.name));
    return 0;
  }

 private:
  std::string database_;
  Account account_;
  Told told_;
};

/// What an account is known for; without an option it says what it is.
class AccountSetCommand final : public Command {
 public:
  void declare(Options& options) override {
    where_.declare(options);
    options.text("--standing WORD", standing_, "trial, declared, or reviewed: a person has looked at it");
    options.number("--declared N", declared_, "contacts a month, as said at sign-up");
    options.text("--retry-absent YES", retry_absent_, "yes or no: a lost text or email is sent once more");
    options.text("--who NAME", who_, "who decides it", Need::required);
    told_.declare(options);
  }

  Result<void> check() override {
    if (who_.empty()) return invalid("--who must not be empty: it goes on record");
    if (!standing_.empty() && !parse_standing(standing_))
      return invalid("--standing must be trial, declared or reviewed");
    if (declared_ < -1 || declared_ > 10'000'000) return invalid("--declared must be 0 to 10000000");
    if (!retry_absent_.empty() && retry_absent_ != "yes" && retry_absent_ != "no")
      return invalid("--retry-absent must be yes or no");
    return {};
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(where_.open(outside));
    const AccountId account = TRY(database->account(where_.account));
    boost::json::object now;
    TRY(database->write(account, [&](Unit& unit) -> Result<void> {
      now = TRY(set(unit));
      return {};
    }));
    now["account"] = account.value();
    told_.tell(
        outside, now,
        fmt::format("Account {}: {}, {} contacts a month declared; a lost text or email is {}.\n", account.value(),
                    std::string_view(now.at("standing").as_string()), now.at("declared").as_int64(),
                    now.at("retry_absent").as_bool() ? "sent once more" : "not sent again"));
    return 0;
  }

 private:
  Result<boost::json::object> set(Unit& unit) const {
    const auto before = TRY(unit.tally().standing());
    const Standing standing = standing_.empty() ? before.standing : *parse_standing(standing_);
    const std::int64_t declared = declared_ < 0 ? before.declared : declared_;
    TRY(unit.tally().set_standing(standing, declared));
    if (!retry_absent_.empty()) TRY(unit.accounts().set_retry_absent(retry_absent_ == "yes"));
    const bool again = TRY(unit.accounts().retries_absent());
    LedgerBody body;
    body.plain("who", who_).plain("standing", to_string(standing)).plain("declared", declared);
    body.plain("retry_absent", again ? "yes" : "no");
    TRY(unit.ledger().append({.kind = LedgerKind::by_hand, .code = "account_set", .body = std::move(body)}));
    return boost::json::object{{"standing", to_string(standing)}, {"declared", declared}, {"retry_absent", again}};
  }

  WhichAccount where_;
  std::string standing_;
  std::int64_t declared_ = -1;
  std::string retry_absent_;
  std::string who_;
  Told told_;
};

class AccountListCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("--database DB", database_, "the database", Need::required);
    options.flag("--json", json_, "as one JSON object: `accounts`");
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(Database::open(database_, outside.clock, Missing::is_an_error));
    boost::json::array all;
    for (const AccountId id : TRY(database->accounts())) {
      Account account;
      std::optional<Stop> stop;
      TRY(database->read(id, [&](Unit& unit) -> Result<void> {
        account = TRY(unit.accounts().get());
        stop = TRY(unit.accounts().stop());
        return {};
      }));
      if (json_) all.push_back(described(id, account, stop));
      if (!json_) outside.out << line(id, account, stop);
    }
    if (json_) outside.out << json_text(boost::json::object{{"accounts", std::move(all)}}) << '\n';
    return 0;
  }

 private:
  static std::string line(AccountId id, const Account& account, const std::optional<Stop>& stop) {
    return fmt::format("{}  {}  {}  {}  calls from {}{}\n", id.value(), account.name, account.zone, account.country,
                       account.caller_number,
                       stop ? fmt::format("  STOPPED by {}: {}", stop->who.empty() ? "somebody" : stop->who,
                                          stop->why.empty() ? "no reason given" : stop->why)
                            : "");
  }

  static boost::json::object described(AccountId id, const Account& account, const std::optional<Stop>& stop) {
    boost::json::value stopped = nullptr;
    if (stop)
      stopped = boost::json::object{
          {"at", to_string(stop->at)}, {"who", stop->who}, {"why", stop->why}, {"whole_house", stop->whole_house}};
    return {{"id", id.value()},
            {"name", account.name},
            {"zone", account.zone},
            {"country", account.country},
            {"language", account.language},
            {"caller_number", account.caller_number},
            {"callback_number", account.callback_number},
            {"stopped", std::move(stopped)}};
  }

  std::string database_;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> make_account_create_command() { return std::make_unique<AccountCreateCommand>(); }
std::unique_ptr<Command> make_account_set_command() { return std::make_unique<AccountSetCommand>(); }
std::unique_ptr<Command> make_account_list_command() { return std::make_unique<AccountListCommand>(); }

}  // namespace courtesy::app
