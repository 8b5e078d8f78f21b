#include <fmt/format.h>

#include <boost/json.hpp>
#include <optional>
#include <ostream>

#include "app/database.h"
#include "app/ledger_commands.h"
#include "base/json_text.h"
#include "store/ledger_check.h"
#include "store/unit.h"

namespace courtesy::app {
namespace {

constexpr int rows_a_look = 2'000;

class LedgerVerifyCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("--database DB", database_, "the database", Need::required);
    options.number("--account N", account_, "one account; without it: all, and the installation itself (0)");
    options.text("--head SEQ:LINK", noted_, "a head noted earlier: the chain must pass through it");
    options.flag("--json", json_, "as one JSON object: `holds`, and `accounts` with the head of each");
  }

  Result<void> check() override {
    if (noted_.empty()) return {};
    const auto colon = noted_.find(':');
    if (account_ < 0 || colon == std::string::npos || colon == 0 || noted_.find_first_not_of("0123456789") != colon ||
        colon > 15) {
      return invalid("--head is SEQ:LINK, as this command prints it, and needs --account");
    }
    noted_seq_ = std::stoll(noted_.substr(0, colon));
    noted_link_ = noted_.substr(colon + 1);
    return {};
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(Database::open(database_, outside.clock, Missing::is_an_error));
    std::vector<AccountId> accounts{AccountId(account_)};
    if (account_ < 0) {
      accounts = TRY(database->accounts());
      accounts.insert(accounts.begin(), AccountId{});
    }
    bool whole = true;
    boost::json::array all;
    for (const AccountId account : accounts) {
      const LedgerCheck found = TRY(walk(*database, account));
      whole = whole && found.broken().empty();
      if (json_) all.push_back(described(account, found));
      if (!json_) tell(outside.out, account, found);
    }
    if (json_) outside.out << json_text(boost::json::object{{"holds", whole}, {"accounts", std::move(all)}}) << '\n';
    return whole ? 0 : 1;
  }

 private:
  /// Up to the head as it was read: the server may be writing on.
  Result<LedgerCheck> walk(Database& database, AccountId account) const {
    std::optional<LedgerCheck> check;
    TRY(database.read(account, [&](Unit& unit) -> Result<void> {
      check = TRY(LedgerCheck::begin(unit));
      return {};
    }));
    if (!noted_.empty()) check->must_pass(noted_seq_, noted_link_);
    do {
      TRY(database.read(account, [&](Unit& unit) { return check->go_on(unit, rows_a_look); }));
    } while (!check->over());
    return std::move(*check);
  }

  /// Account 0 is the installation itself.
  static boost::json::object described(AccountId account, const LedgerCheck& found) {
    const bool holds = found.broken().empty();
    return {{"account", account.value()},
            {"holds", holds},
            {"broken", holds ? boost::json::value(nullptr) : boost::json::value(found.broken())},
            {"rows", found.rows()},
            {"older", found.older()},
            {"erased", found.erased()},
            {"head", holds ? boost::json::value(fmt::format("{}:{}", found.seq(), found.link())) : nullptr}};
  }

  static void tell(std::ostream& out, AccountId account, const LedgerCheck& found) {
    const std::string name = account ? fmt::format("Account {}", account.value()) : "The installation (account 0)";
    const std::string older =
        found.older() == 0 ? "" : fmt::format(" {} rows before it are older than the chain.", found.older());
    if (!found.broken().empty()) {
      out << fmt::format("{}: THE CHAIN IS BROKEN: {}. {} rows before that hold.{}\n", name, found.broken(),
                         found.rows(), older);
      return;
    }
    out << fmt::format("{}: {} rows, the chain holds. {} bodies erased.{} Head {}:{}\n", name, found.rows(),
                       found.erased(), older, found.seq(), found.link());
  }

  std::string database_;
  std::int64_t account_ = -1;
  std::string noted_;
  std::int64_t noted_seq_ = -1;
  bool json_ = false;
  std::string noted_link_;
};

}  // namespace

std::unique_ptr<Command> make_ledger_verify_command() { return std::make_unique<LedgerVerifyCommand>(); }

}  // namespace courtesy::app
