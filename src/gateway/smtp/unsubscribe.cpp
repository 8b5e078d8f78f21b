#include "gateway/smtp/unsubscribe.h"

#include <fmt/format.h>

#include "base/bytes.h"
#include "base/whole_number.h"

namespace courtesy::smtp {
namespace {

std::string mac_of(const Secret<std::string>& key, AccountId account, AttemptId attempt, std::string_view address) {
  const std::string text = fmt::format("unsubscribe\n{}\n{}\n{}", account.value(), attempt.value(), address);
  return base64url(hmac_sha256(key.reveal(), text).substr(0, 24));
}

/// A positive id in its only spelling, up to `.`, which is taken off too.
std::optional<std::int64_t> take_id(std::string_view& text) {
  const std::string_view digits = text.substr(0, text.find('.'));
  const auto value = whole_number<std::int64_t>(digits);
  if (!value || digits[0] == '0' || digits.size() == text.size()) return std::nullopt;
  text.remove_prefix(digits.size() + 1);
  return value;
}

}  // namespace

std::string unsubscribe_token(const Secret<std::string>& key, AccountId account, AttemptId attempt,
                              std::string_view address) {
  return fmt::format("{}.{}.{}", account.value(), attempt.value(), mac_of(key, account, attempt, address));
}

std::optional<UnsubscribeLink> parse_unsubscribe_token(std::string_view token) {
  const auto account = take_id(token);
  const auto attempt = account ? take_id(token) : std::nullopt;
  if (!attempt || token.size() != 32) return std::nullopt;
  return UnsubscribeLink{AccountId{*account}, AttemptId{*attempt}, std::string(token)};
}

bool unsubscribe_valid(std::span<const Secret<std::string>> keys, const UnsubscribeLink& link,
                       std::string_view address) {
  bool valid = false;
  for (const auto& key : keys) {
    if (key.reveal().empty()) continue;
    valid |= equal_in_constant_time(mac_of(key, link.account, link.attempt, address), link.mac);
  }
  return valid;
}

}  // namespace courtesy::smtp
