#include "webhook/token.h"

#include "base/whole_number.h"

namespace courtesy {
namespace {

std::optional<std::int64_t> positive(std::string_view text) {
  const auto value = whole_number<std::int64_t>(text);
  return value && *value > 0 ? value : std::nullopt;
}

}  // namespace

std::optional<Token> parse_token(std::string_view text) {
  const std::size_t first = text.find('.');
  const std::size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos || second + 1 == text.size()) return std::nullopt;
  // The house's own test reminders have an account below all others (store/probe_account.h).
  const bool probe = text.substr(0, first) == "-1";
  const auto account = probe ? std::optional<std::int64_t>(-1) : positive(text.substr(0, first));
  const auto attempt = positive(text.substr(first + 1, second - first - 1));
  if (!account || !attempt) return std::nullopt;
  return Token{AccountId(*account), AttemptId(*attempt), Secret<std::string>(std::string(text.substr(second + 1)))};
}

}  // namespace courtesy
