// A wish for no more contact, in whatever words.
#pragma once

#include "outcome/reply_words.h"

namespace courtesy {

/// Whether the reply asks to be contacted no more: a keyword, or a sentence (stop_patterns.h) that is meant. It is not
/// where it is denied ("don't stop the reminders"), asked about ("did you stop texting?"), limited to a time ("don't
/// call before 9"), or about the schedule ("take me off Tuesday"). Pictures end a clause, and a word that is spelt
/// letter by letter is that word.
bool wants_no_contact(const ReplyWords& read);

}  // namespace courtesy
