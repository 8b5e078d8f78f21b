// What the operator sees of the installation: accounts, nodes and queue. Units of account 0, and nothing of a client.
#pragma once

#include <boost/json/fwd.hpp>

#include "api/settings.h"
#include "http/message.h"
#include "store/installation.h"
#include "store/unit.h"

namespace courtesy::api {

/// `q`, `state`, `after`, `limit`. Errors: `invalid`, with the parameter's name.
Result<AccountListing> parse_account_listing(const http::Fields& query);
/// A page of the accounts with their work, and how many are in each state.
Result<boost::json::object> accounts_page(Unit& house, const AccountListing& listing);

/// Nodes, workload and resting routes. `health`: what the watch says; null: there is none.
Result<boost::json::object> house_page(Unit& house, const Settings& settings, const boost::json::value& health);

}  // namespace courtesy::api
