// Word patterns: what a reading looks for in a reply.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "outcome/reply_words.h"

namespace courtesy {

/// A named set of words, used in patterns as `@name`.
struct WordSet {
  std::string_view name;
  std::string_view words;  ///< with spaces between
};

/// Whether the word is one of a list with spaces between.
bool has_word(std::string_view list, std::string_view word);

/// Where a pattern was found: `[begin, end)` in words.
struct Found {
  std::size_t begin;
  std::size_t end;
};

/// Finds patterns in words. A pattern is words with spaces between, each of them one of:
///   word          itself
///   a|b|@set      one of them
///   a?            it or nothing (also `a|b?`, `@set?`)
///   ~3            up to three words of any kind, no mark
///   a|$           a word, or the end of a clause (last of its alternatives)
///   ^  $          at the beginning or end of a clause (or of the reply)
///   ^^ $$         at the beginning or end of the reply; marks at its ends do not count
/// Marks end clauses and match no word. Searching is bounded: at most 400 words, a handful of parts.
class Phrases {
 public:
  Phrases(std::span<const WordSet> sets, std::span<const ReplyWord> words) : sets_(sets), words_(words) {}

  /// The first place of the pattern from word `from` on.
  std::optional<Found> find(std::string_view pattern, std::size_t from = 0) const;
  bool has(std::string_view pattern) const { return find(pattern).has_value(); }
  /// The first of the patterns that is there.
  bool has_any(std::span<const std::string_view> patterns) const;
  /// Where the pattern ends when it begins exactly at `at`.
  std::optional<std::size_t> match_at(std::string_view pattern, std::size_t at) const;

 private:
  bool is_one_of(std::string_view alternatives, const ReplyWord& word) const;
  std::string_view words_of(std::string_view set) const;

  std::span<const WordSet> sets_;
  std::span<const ReplyWord> words_;
};

}  // namespace courtesy
