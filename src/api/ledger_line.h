// What every list of the ledger says of a row, whoever reads it.
#pragma once

#include <boost/json/fwd.hpp>
#include <span>

#include "store/ledger_search.h"

namespace courtesy::api {

/// `seq`, `at`, `kind`, `code`, and whom it is about: `client`, `appointment`, `attempt`.
boost::json::object ledger_line(const LedgerRow& row);
/// The row's code where it is a reason, else null.
boost::json::value reason_of(const LedgerRow& row);
/// Reads the bodies of these rows, as stored. One statement.
Result<void> add_bodies(Unit& unit, std::span<LedgerLine> lines);

}  // namespace courtesy::api
