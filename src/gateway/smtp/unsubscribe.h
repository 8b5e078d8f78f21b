// The signed link by which somebody leaves our emails: no cookie, no login, no address in it, no expiry.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/secret.h"

namespace courtesy::smtp {

/// Which email the link came with. The address is not in the link: the attempt has it.
struct UnsubscribeLink {
  AccountId account;
  AttemptId attempt;
  std::string mac;
};

/// `ACCOUNT.ATTEMPT.MAC`, safe in a path. The MAC is HMAC-SHA256 over the purpose, the ids and the address, 192 bits.
std::string unsubscribe_token(const Secret<std::string>& key, AccountId account, AttemptId attempt,
                              std::string_view address);

/// Nothing when it is not of that form. Not yet believed: see unsubscribe_valid.
std::optional<UnsubscribeLink> parse_unsubscribe_token(std::string_view token);

/// Was the link made by us, for that attempt's address? Old keys go on being accepted, since a link has no expiry.
bool unsubscribe_valid(std::span<const Secret<std::string>> keys, const UnsubscribeLink& link,
                       std::string_view address);

}  // namespace courtesy::smtp
