#include "base/language.h"

#include <optional>

namespace courtesy {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::optional<Language> known(std::string_view tag) {
  const std::string_view primary = tag.substr(0, tag.find('-'));
  if (primary == "es") return Language::es;
  if (primary == "en") return Language::en;
  return std::nullopt;
}

/// `;q=0.8` in thousandths; what cannot be read counts as not wanted.
int weight_of(std::string_view parameters) {
  const auto at = parameters.find("q=");
  if (at == std::string_view::npos) return 1'000;
  const std::string_view q = trimmed(parameters.substr(at + 2));
  if (q.starts_with('1')) return 1'000;
  if (!q.starts_with("0.")) return 0;
  int weight = 0;
  int place = 100;
  for (const char digit : q.substr(2)) {
    if (digit < '0' || digit > '9' || place == 0) return 0;
    weight += place * (digit - '0');
    place /= 10;
  }
  return weight;
}

}  // namespace

Language language_of(std::string_view accept_language) {
  Language best = Language::en;
  int best_weight = 0;
  while (!accept_language.empty()) {
    const auto comma = accept_language.find(',');
    const std::string_view one = accept_language.substr(0, comma);
    const auto semicolon = one.find(';');
    const auto language = known(trimmed(one.substr(0, semicolon)));
    const int weight = semicolon == std::string_view::npos ? 1'000 : weight_of(one.substr(semicolon));
    if (language && weight > best_weight) {
      best = *language;
      best_weight = weight;
    }
    accept_language.remove_prefix(comma == std::string_view::npos ? accept_language.size() : comma + 1);
  }
  return best;
}

std::optional<Language> parse_language(std::string_view text) {
  if (text == "en") return Language::en;
  return text == "es" ? std::optional(Language::es) : std::nullopt;
}

std::string_view to_string(Language language) { return language == Language::es ? "es" : "en"; }

}  // namespace courtesy
