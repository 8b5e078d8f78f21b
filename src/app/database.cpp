#include "app/database.h"

#include <fmt/format.h>

#include <filesystem>

#include "app/house_store.h"
#include "app/tz_database.h"
#include "net/real_random.h"
#include "store/accounts.h"
#include "store/sqlite/sqlite_db.h"

namespace courtesy::app {

Result<std::unique_ptr<Database>> Database::open(const std::string& path, net::PacedClock& clock, Missing missing) {
  // A tool asks no interlock; should one be asked all the same, everything is a "no".
  StoreSettings settings;
  settings.environment = {.production = false, .allow_list = {}};
  settings.number_facts = [](const PhoneNumber&) {
    return NumberFacts{.country = {}, .kind = NumberKind::refused, .zones = {}};
  };
  return open(path, clock, missing, std::move(settings));
}

Result<std::unique_ptr<Database>> Database::open(const std::string& path, net::PacedClock& clock, Missing missing,
                                                 StoreSettings settings) {
  std::error_code ignored;
  const bool in_a_file = !TRY(shared_store());
  if (in_a_file && missing == Missing::is_an_error && !std::filesystem::exists(path, ignored)) {
    return Error{ErrorCode::not_found,
                 fmt::format("there is no database {0}; `courtesy account create --database {0} ...` makes one", path)};
  }
  settings.tz_version = installed_tz_version();
  settings.salt_key = Secret<std::string>(net::SystemRandom().token(32));
  std::unique_ptr<Database> database(new Database(clock, std::move(settings)));
  database->store_ = TRY(open_house_store(path, "", database->loop_, clock, database->settings_, usual_cache_mib));
  return database;
}

Database::~Database() { store_.reset(); }

void Database::run_until(const std::function<bool()>& done) {
  while (!done()) loop_.run_one(seconds{1});
}

Result<void> Database::write(AccountId account, Work work) {
  std::optional<WriteEnding> ending;
  store_->write(account, std::move(work), [&](WriteEnding e) { ending = std::move(e); });
  run_until([&] { return ending.has_value(); });
  if (!ending->work) return ending->work;
  if (ending->commit == CommitEnding::committed) return {};
  return Error{ErrorCode::unavailable, "the database could not commit: is its disk full? Nothing was written"};
}

Result<void> Database::read(AccountId account, Work work) {
  std::optional<Result<void>> ending;
  store_->read(account, std::move(work), [&](Result<void> e) { ending = std::move(e); });
  run_until([&] { return ending.has_value(); });
  return std::move(*ending);
}

Result<std::vector<AccountId>> Database::accounts() {
  std::vector<AccountId> all;
  TRY(read(AccountId{}, [&](Unit& unit) -> Result<void> {
    all = TRY(unit.accounts().all());
    return {};
  }));
  return all;
}

Result<AccountId> Database::account(std::int64_t number) {
  const std::vector<AccountId> all = TRY(accounts());
  std::string choice;
  for (const auto& one : all) {
    if (one.value() == number) return one;
    choice += (choice.empty() ? "" : ", ") + std::to_string(one.value());
  }
  if (all.empty()) {
    return Error{ErrorCode::not_found, "there is no account in this database: `courtesy account create` makes one"};
  }
  if (number != 0) {
    return Error{ErrorCode::not_found, fmt::format("there is no account {}; there are: {}", number, choice)};
  }
  if (all.size() == 1) return all[0];
  return invalid(fmt::format("there are several accounts: say which by --account, one of {}", choice));
}

}  // namespace courtesy::app
