// What happened, in sentences for people, in each language that they read: the same on the page, in the API, and for
// whoever reads the ledger.
//
// No sentence holds when something happens, or a recipient: moments stand beside it as instants, and who it is about is
// known. The wall clock's hours of a timetable are its words.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"
#include "queue/attempt.h"
#include "schedule/rule.h"
#include "store/ledger.h"

namespace courtesy::api {

enum class Tone { good, neutral, bad, quiet };
std::string_view word(Tone tone);

/// A reminder that was planned for another time than its rule's.
struct Moved {
  Channel channel;
  Instant due;  ///< by its rule
  Instant at;
};

struct Sentence {
  std::string text;
  Tone tone = Tone::quiet;
  std::optional<Instant> until{};  ///< what a deferred contact waits for
  std::vector<Moved> moved{};      ///< by the plan that it tells of
};

/// A row of the ledger, with its body where it has one.
Sentence sentence(const LedgerRow& row, Language language = Language::en);
/// How an attempt stands or ended: "The message was left on a machine; nobody knows who listened."
Sentence sentence(Channel channel, AttemptState state, AttemptOutcome outcome, Language language = Language::en);
/// The same, and of a message for a machine which of the three grades it has: after a beep, to a machine that was not
/// heard to beep, to nobody knows whom.
Sentence sentence(Channel channel, AttemptState state, AttemptOutcome outcome, Evidence evidence,
                  Language language = Language::en);
/// `left_after_beep`, `played_to_machine`, `no_evidence`; empty for what is no message for a machine.
std::string_view grade(AttemptOutcome outcome, Evidence evidence);
/// Why a client cannot be reached, as intake said it of a file (in English, in the middle of a sentence); empty: there
/// is neither number nor address.
std::string unreachable_words(const std::string& said, Language language = Language::en);
/// "A call, the day before": when a rule contacts.
std::string rule_words(const Rule& rule, Language language = Language::en);
/// `call`, `text` or `email` at the beginning of a sentence.
std::string_view name_of(Channel channel, Language language = Language::en);

}  // namespace courtesy::api
