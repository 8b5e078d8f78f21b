#include "app/stop_commands.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <filesystem>
#include <ostream>

#include "api/session.h"
#include "api/would_go.h"
#include "app/configuration.h"
#include "app/database.h"
#include "app/house_files.h"
#include "app/house_store.h"
#include "app/stop_flag.h"
#include "base/json_text.h"
#include "net/real_random.h"
#include "node/number_facts.h"
#include "store/accounts.h"
#include "store/failsafe.h"
#include "store/ledger.h"

namespace courtesy::app {
namespace {

/// The exit code of a stop that may have stopped nothing.
constexpr int nobody_obeys = 3;

class StopCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("--database DB", database_, "the database", Need::required);
    options.number("--account N", account_, "only this account (default: everything)");
    options.text("--who NAME", who_, "who stops it");
    options.text("--why WORDS", why_, "why");
    options.flag("--json", json_, "as one JSON object: `stopped`, `account`, `by`, `server`");
  }

  Result<int> run(Outside& outside) override {
    std::error_code ignored;
    if (std::filesystem::is_directory(database_, ignored))
      return invalid(fmt::format("{} is a folder: name the database in it; nothing is stopped by this", database_));
    const Result<AccountId> stopped = write(outside);
    if (!stopped && account_ == 0 && stopped.error().code != ErrorCode::not_found)
      return stop_by_file(stopped.error(), outside);
    const AccountId account = TRY(Result<AccountId>(stopped));
    // A stop that was written holds for whoever starts next; on a shared server, for nodes on other machines.
    const bool server = ServerMark::held(database_);
    if (json_) {
      tell(outside, account, "database", server);
      return 0;
    }
    if (!TRY(shared_store()) && !server)
      outside.err << fmt::format("No server works on exactly this path now: {}\n", database_);
    outside.out << (account ? fmt::format("Stopped: nothing goes out for account {} any more.\n", account.value())
                            : "Stopped: nothing goes out any more.\n")
                << "`courtesy release` says what would go out, and lets it go.\n";
    return 0;
  }

 private:
  /// Where the database cannot be written, the file stops whoever still sends.
  Result<int> stop_by_file(const Error& why, Outside& outside) const {
    const std::string flag = stop_flag_of(database_);
    TRY(put_up_stop_flag(flag));
    const bool server = ServerMark::held(database_);
    if (json_) {
      tell(outside, AccountId{}, "file", server);
      return server ? 0 : nobody_obeys;
    }
    if (server) {
      outside.out << fmt::format("The database could not be written ({}), so the file {} stops all sending.\n",
                                 why.message, flag);
      return 0;
    }
    outside.err << fmt::format(
        "The database could not be written ({}). The file {} is up, but only a server that works on exactly this path "
        "obeys it, and none is running here: compare the path with `database` in the server's configuration.\n",
        why.message, flag);
    return nobody_obeys;
  }

  /// `server`: whether one works on exactly this path now; nodes of a shared database are elsewhere.
  static void tell(Outside& outside, AccountId account, std::string_view by, bool server) {
    outside.out << json_text(boost::json::object{
                       {"stopped", true}, {"account", account.value()}, {"by", by}, {"server", server}})
                << '\n';
  }

  Result<AccountId> write(Outside& outside) const {
    const auto database = TRY(Database::open(database_, outside.clock, Missing::is_an_error));
    const AccountId account = account_ == 0 ? AccountId{} : TRY(database->account(account_));
    TRY(database->write(account, [&](Unit& unit) { return api::stop(unit, who_, why_); }));
    return account;
  }

  std::string database_;
  std::int64_t account_ = 0;
  std::string who_;
  std::string why_;
  bool json_ = false;
};

class ReleaseCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("--config FILE", file_, "the server's configuration", Need::required);
    options.number("--account N", account_, "only this account's own stop (default: the stop of everything)");
    options.text("--who NAME", who_, "who releases it", Need::required);
    options.text("--why WORDS", why_, "why it is safe now", Need::required);
    options.number("--trip N", trip_, "the trip that you have looked at, where it is the second within a day");
    options.number("--count N", count_, "how many contacts you expect to go out in the next hour");
    options.flag("--json", json_, "as one JSON object: `released`, and `count`, `until`, `too_late`, `others`");
  }

  Result<void> check() override {
    if (who_.empty() || why_.empty()) return invalid("--who and --why must not be empty: they go on record");
    return {};
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(open(outside));
    if (stop_flag_is_up(stop_flag_of(database_file_))) {
      return Error{ErrorCode::conflict,
                   fmt::format("the file {} stops all sending: take it away first", stop_flag_of(database_file_))};
    }
    const AccountId only = account_ == 0 ? AccountId{} : TRY(database->account(account_));
    const auto accounts = only ? std::vector{only} : TRY(database->accounts());
    const Total total = TRY(count(*database, accounts));
    if (total.leave != count_) {
      if (json_) tell(outside, total, false);
      return Error{ErrorCode::conflict,
                   fmt::format("{} contacts would go out by {}; {} more are too late to be of use, and {} are not sent "
                               "for another reason. If that is right, say so: --count {}",
                               total.leave, to_string(total.until), total.too_late, total.others, total.leave)};
    }
    if (only) {
      TRY(database->write(only, [&](Unit& unit) { return api::release(unit, who_, why_, count_, trip_); }));
    } else {
      TRY(database->write(AccountId{}, [&](Unit& unit) { return release_house(unit); }));
    }
    if (json_) {
      tell(outside, total, true);
      return 0;
    }
    outside.out << fmt::format(
        "Released: by {} {} contacts go out at their pace, no more than in the highest hour so far.\n",
        to_string(total.until), total.leave);
    return 0;
  }

 private:
  Result<std::unique_ptr<Database>> open(Outside& outside) {
    const Configuration configuration = TRY(read_configuration(file_));
    database_file_ = configuration.database;
    net::SystemRandom random;
    StoreSettings settings;
    settings.environment = {.production = configuration.production, .allow_list = configuration.allow_list};
    settings.suppression_key = TRY(house_key(configuration.database, random));
    settings.number_facts = number_facts;
    return Database::open(configuration.database, outside.clock, Missing::is_an_error, std::move(settings));
  }

  struct Total {
    std::int64_t leave = 0;
    std::int64_t too_late = 0;
    std::int64_t others = 0;
    Instant until{};
  };
  static Result<Total> count(Database& database, const std::vector<AccountId>& accounts) {
    Total all;
    for (const AccountId account : accounts) {
      TRY(database.read(account, [&](Unit& unit) -> Result<void> {
        const api::WouldGo would = TRY(api::would_go(unit));
        all.leave += static_cast<std::int64_t>(would.leave.size());
        all.too_late += would.too_late;
        all.others += would.others;
        all.until = would.until;
        return {};
      }));
    }
    return all;
  }

  /// `count` as GET /v1/release has it: also where another one was expected and nothing is released.
  static void tell(Outside& outside, const Total& total, bool released) {
    outside.out << json_text(boost::json::object{{"released", released},
                                                 {"count", total.leave},
                                                 {"until", to_string(total.until)},
                                                 {"too_late", total.too_late},
                                                 {"others", total.others}})
                << '\n';
  }

  Result<void> release_house(Unit& unit) const {
    if (!TRY(unit.accounts().stop())) {
      return Error{ErrorCode::conflict, "nothing is stopped as a whole; an account's own stop needs --account"};
    }
    TRY(release_trips(unit, who_, why_, trip_));
    TRY(unit.accounts().clear_stop());
    return unit.ledger().append(
        {.kind = LedgerKind::released, .code = "by_hand", .body = LedgerBody().plain("who", who_).plain("why", why_)});
  }

  std::string file_;
  std::string database_file_;
  std::int64_t trip_ = 0;
  std::int64_t account_ = 0;
  std::string who_;
  std::string why_;
  std::int64_t count_ = -1;
  bool json_ = false;
};

}  // namespace

std::unique_ptr<Command> make_stop_command() { return std::make_unique<StopCommand>(); }
std::unique_ptr<Command> make_release_command() { return std::make_unique<ReleaseCommand>(); }

}  // namespace courtesy::app
