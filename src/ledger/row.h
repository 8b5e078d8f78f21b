// A row of the ledger as it is read.
#pragma once

#include <cstdint>
#include <string>

#include "base/id.h"
#include "base/instant.h"

namespace courtesy {

struct LedgerRow {
  std::int64_t seq;
  Instant at;
  std::string kind;
  std::string code;
  ClientId client{};
  AppointmentId appointment{};
  RuleId rule{};
  std::string start{};  ///< the reminder's: empty where the row is about no reminder
  AttemptId attempt{};
  std::string channel{};
  std::string body{};  ///< as stored (ledger/body.h); empty: none, erased, or not asked for
};

}  // namespace courtesy
