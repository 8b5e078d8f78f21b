#include "outcome/phrases.h"

#include "base/result.h"

namespace courtesy {
namespace {

/// Takes the next part off, at spaces.
std::string_view take(std::string_view& rest, char separator) {
  const auto end = rest.find(separator);
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return part;
}

}  // namespace

bool has_word(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    if (take(list, ' ') == word) return true;
  }
  return false;
}

std::optional<Found> Phrases::find(std::string_view pattern, std::size_t from) const {
  for (std::size_t at = from; at <= words_.size(); ++at) {
    if (const auto end = match_at(pattern, at)) return Found{at, *end};
  }
  return std::nullopt;
}

bool Phrases::has_any(std::span<const std::string_view> patterns) const {
  for (const std::string_view pattern : patterns) {
    if (has(pattern)) return true;
  }
  return false;
}

std::optional<std::size_t> Phrases::match_at(std::string_view pattern, std::size_t at) const {
  if (pattern.empty()) return at;
  std::string_view rest = pattern;
  const std::string_view part = take(rest, ' ');
  if (part == "^^") return at == 0 ? match_at(rest, at) : std::nullopt;
  if (part == "$$") return at == words_.size() ? match_at(rest, at) : std::nullopt;
  if (part == "^") return at == 0 || words_[at - 1].is_mark() ? match_at(rest, at) : std::nullopt;
  if (part == "$") return at == words_.size() || words_[at].is_mark() ? match_at(rest, at) : std::nullopt;
  if (part.front() == '~') {
    const int most = part[1] - '0';
    for (int skipped = 0;; ++skipped, ++at) {
      if (const auto end = match_at(rest, at)) return end;
      if (skipped == most || at >= words_.size() || words_[at].is_mark()) return std::nullopt;
    }
  }
  // `a|$`: a word, or the clause's end.
  if (part.ends_with("|$")) {
    const bool ends = at == words_.size() || words_[at].is_mark();
    if (ends) return match_at(rest, at);
    return is_one_of(part.substr(0, part.size() - 2), words_[at]) ? match_at(rest, at + 1) : std::nullopt;
  }
  const bool optional = part.back() == '?';
  const std::string_view alternatives = optional ? part.substr(0, part.size() - 1) : part;
  if (at < words_.size() && is_one_of(alternatives, words_[at])) {
    if (const auto end = match_at(rest, at + 1)) return end;
  }
  return optional ? match_at(rest, at) : std::nullopt;
}

bool Phrases::is_one_of(std::string_view alternatives, const ReplyWord& word) const {
  if (word.is_mark()) return false;
  while (!alternatives.empty()) {
    const std::string_view one = take(alternatives, '|');
    if (one == word.text) return true;
    if (one.size() < 2 || one.front() != '@') continue;
    if (has_word(words_of(one.substr(1)), word.text)) return true;
  }
  return false;
}

std::string_view Phrases::words_of(std::string_view set) const {
  for (const WordSet& known : sets_) {
    if (known.name == set) return known.words;
  }
  INVARIANT(false && "a pattern names a set that there is not");
  return {};
}

}  // namespace courtesy
