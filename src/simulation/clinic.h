// The sample clinic: what its account is, and by which rules it reminds.
#pragma once

#include <vector>

#include "schedule/rule.h"
#include "store/accounts.h"
#include "store/store.h"

namespace courtesy::simulation {

Account sample_clinic();
/// Calls the day before at the same time; texts two hours before, and three days before at ten; emails a week before.
std::vector<Rule> sample_rules();
/// Who attests the consents, when, how.
inline constexpr const char* sample_consent = "Pat Harbour, 2026-06-01, on the registration form";

/// Makes account and rules; `done` with the account's id.
void open_account(Store& store, const Account& account, std::vector<Rule> rules,
                  UniqueFunction<void(Result<AccountId>)> done);

}  // namespace courtesy::simulation
