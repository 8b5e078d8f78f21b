// The shapes in which a reply's words are compared: in a row, without politeness, clause by clause.
#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "outcome/reply_words.h"

namespace courtesy {

template <std::size_t size>
bool is_in(const std::string_view (&list)[size], std::string_view text) {
  return std::find(std::begin(list), std::end(list), text) != std::end(list);
}

/// With spaces between, and no marks.
std::string joined(const std::vector<ReplyWord>& words);

/// Without politeness at both ends ("please stop", "stop, thank you").
std::vector<ReplyWord> bare(const std::vector<ReplyWord>& words);

/// What stands between the marks; none is empty.
std::vector<std::vector<ReplyWord>> clauses_of(const std::vector<ReplyWord>& words);

}  // namespace courtesy
