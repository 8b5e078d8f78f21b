// How long words take to say: the one model of speech that everything in virtual time shares.
#pragma once

#include <string>
#include <string_view>

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

}  // namespace courtesy::twiml
