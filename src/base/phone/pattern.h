// The small language of patterns that numbering plans are written in, matched straight from their text.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace courtesy::phone {

/// Where a pattern matched: from the beginning of the digits to `end`, and its groups.
struct Match {
  std::size_t end = 0;
  std::size_t groups = 0;                    ///< how many the pattern has, whether they took part or not
  std::array<std::string_view, 10> group{};  ///< from 1; views of the digits; empty when it took no part
};

/// The subset of regular expressions in upstream's metadata: digits, `\d`, `[2-57]`, `(…)`, `(?:…)`, `|`, `?`, `{n}`,
/// `{n,m}`, `$`, greedy and with backtracking, alternatives in their order. A pattern with anything else matches
/// nothing. Patterns are data of this house, not input: their length bounds the work.
std::optional<Match> match_start(std::string_view pattern, std::string_view digits);
bool matches_whole(std::string_view pattern, std::string_view digits);
std::optional<Match> match_whole(std::string_view pattern, std::string_view digits);

/// `$1`…`$9` in `text` become the match's groups.
std::string fill(std::string_view text, const Match& match);

}  // namespace courtesy::phone
