#include <fmt/format.h>

#include <ostream>

#include "app/database.h"
#include "app/ledger_commands.h"
#include "app/told.h"
#include "store/ledger_prune.h"

namespace courtesy::app {
namespace {

class LedgerPruneCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("--database DB", database_, "the database", Need::required);
    options.number("--bodies DAYS", bodies_, "what was sent and received is kept so long: 90, from 7 to 2200");
    options.number("--recordings DAYS", recordings_, "what calls said: 30, from 1 to as long as bodies");
    told_.declare(options);
  }

  Result<void> check() override {
    if (bodies_ > 10'000 || recordings_ > 10'000 || bodies_ < 0 || recordings_ < 0)
      return invalid("so many days are none");
    limits_ = {.bodies = std::chrono::days{bodies_}, .recordings = std::chrono::days{recordings_}};
    return limits_.check();
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(Database::open(database_, outside.clock, Missing::is_an_error));
    std::vector<AccountId> accounts = TRY(database->accounts());
    accounts.insert(accounts.begin(), AccountId{});
    std::int64_t all = 0;
    for (const AccountId account : accounts) all += TRY(prune(*database, account));
    told_.tell(outside, {{"bodies_erased", all}},
               fmt::format("{} bodies erased. The rows stay, and `courtesy ledger verify` still holds them.\n", all));
    return 0;
  }

 private:
  Result<std::int64_t> prune(Database& database, AccountId account) const {
    std::int64_t all = 0;
    for (int erased = 1; erased > 0; all += erased) {
      TRY(database.write(account, [&](Unit& unit) -> Result<void> {
        erased = TRY(prune_ledger(unit, limits_));
        return {};
      }));
    }
    return all;
  }

  std::string database_;
  std::int64_t bodies_ = 90;
  std::int64_t recordings_ = 30;
  LedgerRetention limits_;
  Told told_;
};

}  // namespace

std::unique_ptr<Command> make_ledger_prune_command() { return std::make_unique<LedgerPruneCommand>(); }

}  // namespace courtesy::app
