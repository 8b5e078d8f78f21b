#include "webhook/token.h"

#include <fmt/format.h>

#include "base/whole_number.h"

namespace courtesy {
namespace {

std::optional<std::int64_t> positive(std::string_view text) {
  const auto value = whole_number<std::int64_t>(text);
  return value && *value > 0 ? value : std::nullopt;
}

struct Thirds {
  std::string_view first;
  std::string_view second;
  std::string_view third;
};

std::optional<Thirds> thirds_of(std::string_view text) {
  const std::size_t first = text.find('.');
  const std::size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos || second + 1 == text.size()) return std::nullopt;
  return Thirds{text.substr(0, first), text.substr(first + 1, second - first - 1), text.substr(second + 1)};
}

}  // namespace

std::optional<Token> parse_token(std::string_view text) {
  const auto thirds = thirds_of(text);
  if (!thirds) return std::nullopt;
  // The house's own test reminders have an account below all others (store/probe_account.h).
  const auto account = thirds->first == "-1" ? std::optional<std::int64_t>(-1) : positive(thirds->first);
  const auto attempt = positive(thirds->second);
  if (!account || !attempt) return std::nullopt;
  return Token{AccountId(*account), AttemptId(*attempt), Secret<std::string>(std::string(thirds->third))};
}

std::string SessionToken::with(std::string_view third) const {
  return fmt::format("{}.s{}.{}", account.value(), session.value(), third);
}

std::optional<SessionToken> parse_session_token(std::string_view text) {
  const auto thirds = thirds_of(text);
  if (!thirds || !thirds->second.starts_with('s')) return std::nullopt;
  const auto account = positive(thirds->first);
  const auto session = positive(thirds->second.substr(1));
  if (!account || !session) return std::nullopt;
  return SessionToken{AccountId(*account), SessionId(*session), Secret<std::string>(std::string(thirds->third))};
}

}  // namespace courtesy
