// What the operator reads on record, of any account: rows and plain fields, never a client's name, number or words.
#pragma once

#include <boost/json/fwd.hpp>

#include "api/pages.h"
#include "http/message.h"
#include "store/people_record.h"

namespace courtesy::api {

/// As parse_ledger_query, but for `q`: words are looked for in what is the account's own. Errors: `invalid`.
Result<LedgerQuery> parse_operator_ledger_query(const http::Request& request);
/// What is looked for, in words for the record. A recipient is personal: it says that one was named.
std::string search_words(const LedgerSearch& search);
/// Of the unit's account; 0 is the installation. Errors: `not_found` without the account.
Result<boost::json::object> operator_ledger(Unit& unit, const LedgerQuery& query);
Result<boost::json::object> operator_ledger_entry(Unit& unit, std::int64_t seq);

/// `who`, `account`, `before`, `limit`. Errors: `invalid`, with the parameter's name.
Result<PeopleSearch> parse_people_search(const http::Fields& query);
Result<boost::json::object> people_page(Unit& house, const PeopleSearch& search);

/// Every stop and trip, over all accounts.
Result<boost::json::object> stops_page(Unit& house);

/// What each way answered in the last `hours`.
Result<boost::json::object> gateways_page(Unit& house, int last_hours);
inline constexpr int most_gateway_hours = 24;

}  // namespace courtesy::api
