#include "api/ledger_line.h"

#include <boost/json.hpp>
#include <vector>

#include "api/maybe.h"
#include "interlock/decision.h"

namespace courtesy::api {

boost::json::object ledger_line(const LedgerRow& row) {
  return {{"seq", row.seq},
          {"at", to_string(row.at)},
          {"kind", row.kind},
          {"code", row.code},
          {"client", maybe(row.client)},
          {"appointment", maybe(row.appointment)},
          {"attempt", maybe(row.attempt)}};
}

boost::json::value reason_of(const LedgerRow& row) {
  return maybe(parse_reason(row.code).value_or(Reason::none) == Reason::none ? "" : row.code);
}

Result<void> add_bodies(Unit& unit, std::span<LedgerLine> lines) {
  std::vector<std::int64_t> seqs;
  for (const LedgerLine& line : lines) {
    if (line.has_body) seqs.push_back(line.row.seq);
  }
  const auto bodies = TRY(ledger_bodies(unit, seqs));
  for (LedgerLine& line : lines) {
    if (const auto body = bodies.find(line.row.seq); body != bodies.end()) line.row.body = body->second;
  }
  return {};
}

}  // namespace courtesy::api
