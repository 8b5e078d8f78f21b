// A reply to a text, as a careful receptionist would read it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace courtesy {

/// What the text that is answered had asked for.
enum class ReplyChoices {
  none,     ///< nothing is open
  letters,  ///< C confirm, X cancel, R be called back
  yes_no,   ///< can you come?
  digits,   ///< 1 confirm, 2 cancel, 3 be called back
};

struct ReplyContext {
  ReplyChoices choices = ReplyChoices::letters;
  /// The text that was sent. Days and numbers in a reply that it does not have are another day or time: a confirmation
  /// that names one is doubtful.
  std::string text;
  /// Days from the reply until the visit, where known: whether "see you tomorrow" means it.
  std::optional<int> days_ahead;
  /// This number has opted out: only then can more than the word START mean that it wants to hear from us again.
  bool opted_out = false;
};

enum class ReplyIntent { confirm, cancel, reschedule, stop, start, help, unclear };
std::string_view to_string(ReplyIntent intent);
std::optional<ReplyIntent> parse_reply_intent(std::string_view text);

/// What must be recorded beside the intent.
enum class ReplyAlso {
  confirm,
  cancel,  ///< the word CANCEL alone: contact stops, and a person asks whether the visit was meant
  wrong_number,
};
std::string_view to_string(ReplyAlso also);

struct ReplyReading {
  ReplyIntent intent;
  std::vector<ReplyAlso> also;
};

/// Reads English and Spanish, and opt-out words of a few other languages. Pure: the same text and prompt, the same
/// reading.
///
/// In this order: a phone's reaction or automatic answer means nothing; a wish for no more contact is `stop`, in
/// whatever words; START and HELP; then the appointment. Stop is never missed for the sake of anything else. Confirm
/// is read only when every word of the reply belongs to one ("Yes but..." is not); cancel only without question,
/// condition or doubt. Everything else is `unclear`, changes nothing, and goes to a person.
ReplyReading read_reply(std::string_view text, const ReplyContext& prompt);

}  // namespace courtesy
