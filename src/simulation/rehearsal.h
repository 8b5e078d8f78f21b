// A dress rehearsal: one day of a real account, with its rows as they are, in a store in memory and against the phone
// network in this process. The engine is the real one (node, flows, interlocks, gateways' drivers), who answers is
// drawn from an ordinary mix of people and machines, time is virtual. Nobody is contacted, and nothing of the account
// changes.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <string_view>

#include "store/account_copy.h"

namespace courtesy::simulation {

/// Who answers where nothing is said: an ordinary mix, as a numbers file of the phone network.
std::string_view ordinary_people();

/// Told how far it is: 0 to 100.
using RehearsalProgress = std::function<void(int percent)>;

/// Runs in the caller's thread: a second or so for 200 visits. The same copy and seed give the same. What it gives is
/// docs/reference/api.md's, under "A dress rehearsal". Errors: those of the database, `invalid` for a flow that is
/// refused.
Result<boost::json::object> rehearse(const AccountCopy& copy, std::uint64_t seed, const RehearsalProgress& progress);

}  // namespace courtesy::simulation
