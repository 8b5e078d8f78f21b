// How long words take to say: the one model of speech that everything in virtual time shares.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/instant.h"
#include "twiml/document.h"

namespace courtesy::twiml {

/// What is heard of a <Say>: its text and that of its SSML, an <sub>'s alias, a space for each <break>;
/// runs of white space are one space.
std::string spoken_text(const Element& element);

/// The longer of 400 ms a word (2.5 words a second, unhurried speech) and 65 ms a character, so that long words and
/// languages without spaces count too; a digit in a run of more than four is spelt out and counts as a word.
/// Never under 400 ms; empty text takes none.
milliseconds spoken_length(std::string_view text);

/// What is heard of a document until it ends, and how long it takes.
struct Speech {
  /// Time in which nothing new is said: pauses, breaks, repetitions, and what slow speech adds.
  struct Extra {
    std::size_t at;  ///< a byte of words
    milliseconds time;
  };

  std::string words;  ///< of every <Say>, a space between two
  std::vector<Extra> extras;

  milliseconds length() const { return between(0, words.size()); }
  /// From one byte of words to another, with the extras at both.
  milliseconds between(std::size_t from, std::size_t to) const;
};

enum class Loops {
  all,   ///< as often as `loop` says; 0 is a thousand times
  once,  ///< each only once
};

/// Counted are <Pause>, `loop`, <break> (without a time: 0.4 s, strong 0.6 s, x-strong 1 s) and the named rates of
/// <prosody> (x-slow is twice as long). What a <Play> plays is not known.
Speech speech_of(const Element& document, Loops loops = Loops::all);

}  // namespace courtesy::twiml
