// The answers that a text offers: "Reply C to confirm, X to cancel".
#pragma once

#include <string_view>
#include <vector>

#include "flow/key_words.h"

namespace courtesy::flow {

/// The choices of one letter or digit in a sentence, in its order; none where nothing is asked for. English and
/// Spanish. Behind a verb of answering any counts, in capitals (`reply c`); further ones as capitals or digits that a
/// comma or an "or" parts from what is before. Words (STOP, ALTO) are none.
std::vector<KeyPress> reply_choices(std::string_view sentence);

}  // namespace courtesy::flow
