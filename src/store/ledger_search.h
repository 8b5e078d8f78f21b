// Searching the ledger: newest first, a page at a time, without gaps.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "store/ledger.h"

namespace courtesy {

/// Everything that is given must hold; nothing given: all rows.
struct LedgerSearch {
  AppointmentId appointment{};
  ClientId client{};
  AttemptId attempt{};
  std::string recipient{};  ///< E.164 or an address: rows of the clients who have it, and of nobody that name it
  std::vector<LedgerKind> kinds{};  ///< one of them
  std::string code{};
  std::string channel{};
  std::optional<Instant> from{};     ///< at or after
  std::optional<Instant> to{};       ///< before
  std::vector<std::string> words{};  ///< each must occur in kind, code, channel, body or the client's name; 8 at most
  std::int64_t before = 0;           ///< rows below this seq; 0: from the newest
  int limit = 50;
};

struct LedgerLine {
  LedgerRow row;       ///< without its body
  std::string client;  ///< name; empty where the row is about nobody
  bool has_body;
};

struct LedgerFound {
  std::vector<LedgerLine> lines;  ///< newest first
  /// Where the next page goes on (LedgerSearch::before); none at the end. A page may be short or empty and still have
  /// one: a search looks at 100,000 rows at a time, so that it never holds up others.
  std::optional<std::int64_t> before;
};

/// The bodies of these rows as stored, by seq; those that have none are left out. One statement.
Result<std::map<std::int64_t, std::string>> ledger_bodies(Unit& unit, std::span<const std::int64_t> seqs);

/// Upper and lower case of ASCII letters are the same. Errors: the database's.
Result<LedgerFound> search_ledger(Unit& unit, const LedgerSearch& search);

}  // namespace courtesy
