#include "flow/key_offers.h"

#include <algorithm>

#include "flow/names.h"
#include "flow/plain_words.h"

namespace courtesy::flow {
namespace {

constexpr std::string_view parting = " .,;:!?";
constexpr std::array<std::string_view, 12> abbreviations{"dr", "dra", "mr",  "mrs", "ms",  "st",
                                                         "sr", "sra", "ave", "apt", "ext", "prof"};
/// Words that say nothing about what a key does.
constexpr std::array<std::string_view, 34> idle{
    "or",  "and",   "o",   "y",     "u",      "e",         "please", "por",    "favor",     "just",    "simply", "then",
    "now", "ahora", "at",  "any",   "time",   "en",        "el",     "la",     "cualquier", "momento", "on",     "your",
    "su",  "the",   "key", "phone", "keypad", "telephone", "tecla",  "button", "also",      "teléfono"};

bool says_nothing(std::string_view words) {
  const std::string plain = plain_words(words);
  std::string_view rest = plain;
  while (true) {
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    if (rest.empty()) return true;
    const std::string_view word = rest.substr(0, rest.find(' '));
    if (!is_one_of(idle, word)) return false;
    rest.remove_prefix(word.size());
  }
}

/// The dot of "Dr. Smith", "p.m." and "12.50" ends no sentence.
bool is_inside(std::string_view text, std::size_t dot) {
  if (dot + 1 < text.size() && text[dot + 1] != ' ' && text[dot + 1] != '\n') return true;
  constexpr std::size_t longest = 12;  // more than any abbreviation
  const std::string before = plain_words(text.substr(dot - std::min(dot, longest), std::min(dot, longest)));
  if (before.size() < 2) return false;
  const auto space = before.find_last_of(' ', before.size() - 2);
  const std::string_view word = std::string_view(before).substr(space + 1, before.size() - space - 2);
  const bool letter = word.size() == 1 && text[dot - 1] >= 'a' && text[dot - 1] <= 'z';  // "p.m."; a choice is "X."
  return letter || is_one_of(abbreviations, word);
}

/// A key that answers the question right behind it.
bool answers(std::string_view behind) {
  const auto presses = key_presses(behind.substr(0, behind.find_first_of(".!?")));
  return !presses.empty() && says_nothing(behind.substr(0, presses.front().begin));
}

std::size_t end_of_sentence(std::string_view text, std::size_t from) {
  for (std::size_t at = from; at < text.size(); ++at) {
    if (text[at] == '!' || (text[at] == '.' && !is_inside(text, at))) return at;
    if (text[at] == '?' && !answers(text.substr(at + 1))) return at;
  }
  return text.size();
}

}  // namespace

std::vector<std::string_view> sentences_of(std::string_view text) {
  std::vector<std::string_view> sentences;
  for (auto from = text.find_first_not_of(parting); from < text.size();) {
    const std::size_t stop = end_of_sentence(text, from);
    sentences.push_back(text.substr(from, stop - from));
    from = text.find_first_not_of(parting, stop);
  }
  return sentences;
}

std::vector<KeyOffer> key_offers(std::string_view text) {
  std::vector<KeyOffer> offers;
  for (const std::string_view sentence : sentences_of(text)) {
    for (KeyOffer& offer : offers_in(sentence, key_presses(sentence))) offers.push_back(std::move(offer));
  }
  return offers;
}

std::vector<KeyOffer> offers_in(std::string_view sentence, const std::vector<KeyPress>& presses) {
  std::vector<KeyOffer> offers;
  if (presses.empty()) return offers;
  std::vector<std::string_view> gaps{sentence.substr(0, presses.front().begin)};
  for (std::size_t i = 0; i < presses.size(); ++i) {
    const auto next = i + 1 < presses.size() ? presses[i + 1].begin : sentence.size();
    gaps.push_back(sentence.substr(presses[i].end, next - presses[i].end));
  }
  // One gap more than keys: when exactly one says nothing, each key has its own.
  const auto empty = std::find_if(gaps.begin(), gaps.end(), says_nothing);
  const bool clear = std::count_if(gaps.begin(), gaps.end(), says_nothing) == 1;
  for (std::size_t i = 0; i < presses.size(); ++i) {
    const bool before = !clear || static_cast<std::ptrdiff_t>(i) < empty - gaps.begin();
    const bool behind = !clear || !before;
    offers.push_back(
        {presses[i].keys, (before ? std::string(gaps[i]) : "") + " " + (behind ? std::string(gaps[i + 1]) : "")});
  }
  return offers;
}

}  // namespace courtesy::flow
