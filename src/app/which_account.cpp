#include "app/which_account.h"

namespace courtesy::app {

void WhichAccount::declare(Options& options) {
  options.text("--database DB", database, "the database", Need::required);
  options.number("--account N", account, "the account, where there are several");
}

Result<std::unique_ptr<Database>> WhichAccount::open(Outside& outside) const {
  return Database::open(database, outside.clock, Missing::is_an_error);
}

Result<void> WhichAccount::write(Outside& outside, Work work) const {
  const auto opened = TRY(open(outside));
  return opened->write(TRY(opened->account(account)), std::move(work));
}

Result<void> WhichAccount::read(Outside& outside, Work work) const {
  const auto opened = TRY(open(outside));
  return opened->read(TRY(opened->account(account)), std::move(work));
}

}  // namespace courtesy::app
