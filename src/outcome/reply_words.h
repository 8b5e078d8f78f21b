// A reply's text as words that can be compared: small letters without accents, clauses apart, signatures gone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace courtesy {

/// Between clauses stands a mark instead of a word: `.` (also for ! ; : and line ends), `,`, `?`.
struct ReplyWord {
  std::string text;      ///< folded: `sí` is `si`, `don't` is `dont`, `#` is `number`
  bool capital = false;  ///< written in capitals, at least two of them

  bool is_mark() const { return text == "." || text == "," || text == "?"; }
};

struct ReplyWords {
  std::vector<ReplyWord> words;  ///< at most 400; a mark never first, last or twice
  bool quotes = false;           ///< holds a quotation of more than a few words, which is left out of `words`
  bool any_quote = false;        ///< holds a pair of quotation marks
  bool question = false;         ///< has a question mark
  bool all_capitals = false;     ///< no small letter in it: capitals mean nothing
};

/// A thumb up or tick is the word `thumbsup`, a friendly face or heart `smile`; any other picture `picture`.
ReplyWords read_words(std::string_view text);

}  // namespace courtesy
