// Words that only look like others, read as they were meant.
#pragma once

#include <string_view>
#include <vector>

#include "outcome/reply_words.h"

namespace courtesy {

/// Edits between two short words: insert, leave out, replace, or swap neighbours. Counts to `most` + 1.
int edits(std::string_view a, std::string_view b, int most);

/// `yesss`, `cancle`, `unsuscribe`. Keywords that stand alone are compared as they were written, too.
std::vector<ReplyWord> mended(std::vector<ReplyWord> words);

/// One word by itself that is nearly STOP. Real words that are near are not.
bool is_mistyped_stop(std::string_view alone);

}  // namespace courtesy
