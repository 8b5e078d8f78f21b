#include "ledger/chain.h"

#include <fmt/format.h>

#include "base/bytes.h"

namespace courtesy {
namespace {

/// `5:hello,`: no field can be taken for a part of its neighbour.
void put(std::string& out, std::string_view field) {
  const fmt::format_int size(field.size());
  out.append(size.data(), size.size()).append(":").append(field).append(",");
}

void put(std::string& out, std::int64_t number) {
  const fmt::format_int text(number);
  put(out, std::string_view(text.data(), text.size()));
}

}  // namespace

std::string body_digest(std::string_view salt, std::string_view body) {
  std::string text;
  text.reserve(salt.size() + body.size() + 16);
  put(text, salt);
  put(text, body);
  return base64url(sha256(text));
}

std::string chain_link(std::string_view before, AccountId account, const LedgerRow& row, std::string_view digest) {
  std::string text;
  text.reserve(320);
  put(text, before);
  put(text, account.value());
  put(text, row.seq);
  put(text, to_millis(row.at));
  put(text, row.kind);
  put(text, row.code);
  put(text, row.client.value());
  put(text, row.appointment.value());
  put(text, row.rule.value());
  put(text, row.start);
  put(text, row.attempt.value());
  put(text, row.channel);
  put(text, digest);
  return base64url(sha256(text));
}

std::string salt_of(std::string_view key, std::string_view before, std::int64_t seq) {
  std::string text;
  put(text, key);
  put(text, before);
  put(text, seq);
  return base64url(sha256(text)).substr(0, 22);
}

std::string ChainWalk::take(const ChainedRow& chained) {
  const LedgerRow& row = chained.row;
  if (row.seq != seq_ + 1) return fmt::format("after row {} comes row {}: what lay between is gone", seq_, row.seq);
  if (chained.has_body && body_digest(chained.salt, row.body) != chained.digest) {
    return fmt::format("row {}: its body is not the one that was written", row.seq);
  }
  if (chain_link(link_, account_, row, chained.digest) != chained.link) {
    return fmt::format("row {}: it, or one before it, is not what was written", row.seq);
  }
  seq_ = row.seq;
  link_ = chained.link;
  ++rows_;
  if (!chained.has_body && !chained.digest.empty()) ++erased_;
  return {};
}

std::string ChainWalk::at_head(std::int64_t seq, std::string_view link) const {
  if (seq != seq_) return fmt::format("the last row is {}, and the account's head says {}", seq_, seq);
  if (link != link_) return fmt::format("row {}: the account's head names another", seq_);
  return {};
}

}  // namespace courtesy
