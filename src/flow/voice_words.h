// Dates, times and numbers put together from recorded words, where there is a recording of each.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace courtesy::flow {

/// Under these names words are recorded, as if they were slots of a flow: `voice/words/thursday/en`.
inline constexpr std::string_view voice_flow = "voice";
inline constexpr std::string_view voice_state = "words";

struct VoiceWord {
  std::string slot;  ///< `thursday`, `n26`, `miercoles`
  std::string text;  ///< what is said: `Thursday`, `26`, `miércoles`
};

/// The words of a text, in order: `Thursday, November 26, at 2:30 PM` is thursday, november, n26, at, n2, n30, pm.
/// Nothing for a text in which something is no word or number, or that has more than most_spliced.
std::vector<VoiceWord> voice_words_in(std::string_view text);
inline constexpr std::size_t most_spliced = 24;

/// Those of every date, of every time at full five minutes, and of telephone numbers. `language`: `en` or `es`; none
/// for another. By slot.
std::vector<VoiceWord> voice_words(std::string_view language);
bool is_voice_word(std::string_view slot, std::string_view language);

/// The key of a word in Facts::prompts: `voice:thursday`.
std::string voice_key(std::string_view slot);

}  // namespace courtesy::flow
