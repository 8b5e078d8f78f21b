// The chain that makes the ledger tamper-evident: each row's link names all rows before it.
//
//     body digest = SHA-256(salt, body), empty for a row without a body
//     link        = SHA-256(link of the row before, the row, its body digest)
//
// Body and salt lie beside the row and can be erased together: what remains proves nothing about them, and the chain
// still holds. Digests are base64url without padding.
#pragma once

#include <string>
#include <string_view>

#include "ledger/row.h"

namespace courtesy {

/// `salt`: at least 16 random bytes as text, of this body alone: without it a short body could be guessed.
std::string body_digest(std::string_view salt, std::string_view body);

/// `row.body` is not looked at: only its digest counts. `before`: empty for the first row of a chain.
std::string chain_link(std::string_view before, AccountId account, const LedgerRow& row, std::string_view digest);

/// A salt for the body of row `seq` after the link `before`. `key`: drawn anew in each life of the process and never
/// stored, so that nobody can make an erased salt again.
std::string salt_of(std::string_view key, std::string_view before, std::int64_t seq);

/// A row as the store has it, with what its chain says.
struct ChainedRow {
  LedgerRow row;       ///< with its body, or none
  bool has_body;       ///< false: there never was one, or it is erased
  std::string salt;    ///< of the body
  std::string digest;  ///< as stored: empty, there never was a body
  std::string link;    ///< as stored
};

/// Walks a chain, row by row in ascending order.
class ChainWalk {
 public:
  /// `seq`, `link`: of the row before the first one that is chained.
  ChainWalk(AccountId account, std::int64_t seq, std::string link)
      : account_(account), seq_(seq), link_(std::move(link)) {}

  /// Empty while it holds; else what is wrong with this row, in a sentence. After a break nothing more can be said of
  /// the rows that follow.
  std::string take(const ChainedRow& chained);
  /// Empty when the last row taken is the head; else what is wrong.
  std::string at_head(std::int64_t seq, std::string_view link) const;

  std::int64_t seq() const { return seq_; }
  const std::string& link() const { return link_; }
  std::int64_t rows() const { return rows_; }
  std::int64_t erased() const { return erased_; }

 private:
  AccountId account_;
  std::int64_t seq_;
  std::string link_;
  std::int64_t rows_ = 0;
  std::int64_t erased_ = 0;
};

}  // namespace courtesy
