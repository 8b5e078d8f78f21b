#include "flow/voice_words.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "flow/names.h"
#include "flow/wording.h"

namespace courtesy::flow {
namespace {

constexpr std::array<std::pair<std::string_view, char>, 14> accents{{{"á", 'a'},
                                                                     {"é", 'e'},
                                                                     {"í", 'i'},
                                                                     {"ó", 'o'},
                                                                     {"ú", 'u'},
                                                                     {"ü", 'u'},
                                                                     {"ñ", 'n'},
                                                                     {"Á", 'a'},
                                                                     {"É", 'e'},
                                                                     {"Í", 'i'},
                                                                     {"Ó", 'o'},
                                                                     {"Ú", 'u'},
                                                                     {"Ü", 'u'},
                                                                     {"Ñ", 'n'}}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Empty where it is none.
std::string slot_of(std::string_view word) {
  if (!word.empty() && word.size() <= 4 && std::all_of(word.begin(), word.end(), is_digit))
    return "n" + std::string(word);
  std::string slot;
  while (!word.empty()) {
    const auto accent =
        std::find_if(accents.begin(), accents.end(), [&](const auto& one) { return word.starts_with(one.first); });
    if (accent != accents.end()) {
      slot += accent->second;
      word.remove_prefix(accent->first.size());
      continue;
    }
    const char c = word.front();
    if (c < 'A' || (c > 'Z' && c < 'a') || c > 'z') return {};
    slot += c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    word.remove_prefix(1);
  }
  return is_name(slot) ? slot : std::string{};
}

/// Divided at spaces, and where punctuation makes a pause.
std::vector<std::string_view> pieces_of(std::string_view text) {
  constexpr std::string_view between = " \t\r\n,.;:";
  std::vector<std::string_view> pieces;
  while (true) {
    const auto begin = text.find_first_not_of(between);
    if (begin == std::string_view::npos) return pieces;
    text.remove_prefix(begin);
    pieces.push_back(text.substr(0, text.find_first_of(between)));
    text.remove_prefix(pieces.back().size());
  }
}

using Words = std::map<std::string, std::string>;

void add(Words& words, std::string_view text) {
  for (auto& word : voice_words_in(text)) words.emplace(std::move(word.slot), std::move(word.text));
}

Words words_of(std::string_view language) {
  Words words;
  // A leap year has every date, and each day of the week.
  const LocalTime first{std::chrono::local_days{std::chrono::year{2028} / 1 / 1}};
  for (int day = 0; day < 366; ++day) add(words, date_words(first + std::chrono::days{day}, language, Medium::spoken));
  for (int minute = 0; minute < 24 * 60; minute += 5)
    add(words, when_words(first + minutes{minute}, language, Medium::spoken));
  add(words, "0 1 2 3 4 5 6 7 8 9");
  return words;
}

}  // namespace

std::vector<VoiceWord> voice_words_in(std::string_view text) {
  std::vector<VoiceWord> words;
  for (const std::string_view piece : pieces_of(text)) {
    std::string slot = slot_of(piece);
    if (slot.empty() || words.size() == most_spliced) return {};
    words.push_back({std::move(slot), std::string(piece)});
  }
  return words;
}

std::vector<VoiceWord> voice_words(std::string_view language) {
  if (language != "en" && language != "es") return {};
  static const Words english = words_of("en");
  static const Words spanish = words_of("es");
  std::vector<VoiceWord> all;
  for (const auto& [slot, text] : language == "en" ? english : spanish) all.push_back({slot, text});
  return all;
}

bool is_voice_word(std::string_view slot, std::string_view language) {
  const auto all = voice_words(language);
  return std::any_of(all.begin(), all.end(), [&](const VoiceWord& word) { return word.slot == slot; });
}

std::string voice_key(std::string_view slot) { return "voice:" + std::string(slot); }

}  // namespace courtesy::flow
