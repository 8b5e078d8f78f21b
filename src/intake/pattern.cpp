#include "intake/pattern.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "intake/text.h"

namespace courtesy::intake {
namespace {

/// A literal, or a placeholder by its name without braces.
struct Piece {
  bool placeholder;
  std::string text;
};

std::vector<Piece> pieces_of(std::string_view pattern) {
  std::vector<Piece> pieces;
  const std::string squeezed = squeeze(pattern);
  std::string_view rest = squeezed;
  while (!rest.empty()) {
    const std::size_t close = rest.front() == '{' ? rest.find('}') : std::string_view::npos;
    if (close != std::string_view::npos) {
      pieces.push_back({true, lower(rest.substr(1, close - 1))});
      rest.remove_prefix(close + 1);
    } else {
      const std::size_t length = std::min(rest.find('{', 1), rest.size());
      pieces.push_back({false, lower(rest.substr(0, length))});
      rest.remove_prefix(length);
    }
  }
  return pieces;
}

void keep(Matched& matched, const std::string& placeholder, std::string_view text) {
  if (placeholder == "name") matched.name = std::string(text);
  if (placeholder == "number") matched.number = std::string(text);
  if (placeholder == "email") matched.email = std::string(text);
}

}  // namespace

std::optional<Matched> match_pattern(std::string_view pattern, std::string_view text) {
  const std::vector<Piece> pieces = pieces_of(pattern);
  const std::string squeezed = squeeze(text);
  const std::string folded = lower(squeezed);  // lower() keeps lengths: positions are the same in both
  Matched matched;
  std::size_t at = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const bool last = i + 1 == pieces.size();
    if (!pieces[i].placeholder) {
      if (folded.compare(at, pieces[i].text.size(), pieces[i].text) != 0) return std::nullopt;
      at += pieces[i].text.size();
      if (last && at != folded.size()) return std::nullopt;
      continue;
    }
    const bool before_last = i + 2 == pieces.size();
    std::size_t end = folded.size();
    if (!last) {
      const std::string& next = pieces[i + 1].text;
      end = before_last ? folded.rfind(next) : folded.find(next, at + 1);
      if (end == std::string::npos || (before_last && end + next.size() != folded.size())) return std::nullopt;
    }
    if (end <= at) return std::nullopt;
    keep(matched, pieces[i].text, trim(std::string_view(squeezed).substr(at, end - at)));
    at = end;
  }
  return matched;
}

Result<void> check_pattern(std::string_view pattern) {
  constexpr std::array known{"name", "number", "email", "any"};
  const std::vector<Piece> pieces = pieces_of(pattern);
  bool useful = false;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (!pieces[i].placeholder) continue;
    if (std::find(known.begin(), known.end(), pieces[i].text) == known.end()) {
      return invalid(fmt::format("the pattern \"{}\" has {{{}}}: use {{name}}, {{number}}, {{email}} or {{any}}",
                                 shown(pattern), shown(pieces[i].text)));
    }
    if (i > 0 && pieces[i - 1].placeholder) {
      return invalid(fmt::format("the pattern \"{}\" has two placeholders with nothing between them", shown(pattern)));
    }
    useful = useful || pieces[i].text != "any";
  }
  if (!useful) {
    return invalid(fmt::format("the pattern \"{}\" has none of {{name}}, {{number}}, {{email}}", shown(pattern)));
  }
  return {};
}

}  // namespace courtesy::intake
