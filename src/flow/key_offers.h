// What the words around a key say that it is for.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "flow/key_words.h"

namespace courtesy::flow {

/// The sentences of a spoken text, without what parts them. "Dr. Smith" and "p.m." end none, and a question that a key
/// answers ("No more calls? Press 9.") is one with its answer.
std::vector<std::string_view> sentences_of(std::string_view text);

struct KeyOffer {
  std::set<char> keys;
  std::string
      purpose;  ///< "To hear it" of "To hear it, press 1", and of "Press 1 to hear it, press 9 for no more calls"
};

/// Every offer, in the order of the text. Where it cannot be told whether the words before a key or those behind it are
/// its own, both are.
std::vector<KeyOffer> key_offers(std::string_view text);

/// The same of one sentence in which they are asked for so.
std::vector<KeyOffer> offers_in(std::string_view sentence, const std::vector<KeyPress>& presses);

}  // namespace courtesy::flow
