#include "flow/reply_choices.h"

#include <array>
#include <utility>

#include "flow/names.h"
#include "flow/plain_words.h"

namespace courtesy::flow {
namespace {

constexpr std::array<std::string_view, 16> verbs{"reply",   "text",     "send",     "answer",   "write", "respond",
                                                 "type",    "responda", "responde", "envíe",    "envía", "escriba",
                                                 "escribe", "conteste", "contesta", "responder"};
constexpr std::array<std::string_view, 9> between{"with", "back", "the",   "letter", "number",
                                                  "con",  "la",   "letra", "us"};
constexpr std::array<std::string_view, 4> joiners{"or", "and", "o", "y"};

struct Word {
  std::string_view text;
  std::size_t begin;
  bool parted;  ///< a comma, a semicolon, a dash or a new line stands before it
};

std::vector<Word> words_of(std::string_view sentence) {
  std::vector<Word> words;
  bool parted = false;
  for (std::size_t at = 0; at < sentence.size();) {
    const char c = sentence[at];
    const bool part = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80) != 0 ||
                      c == '{' || c == '}' || c == '_';
    if (!part) {
      parted |= std::string_view(",;-/(\n").find(c) != std::string_view::npos;
      ++at;
      continue;
    }
    const std::size_t begin = at;
    while (at < sentence.size() &&
           std::string_view(" ,;-/()\n\t\r.:!?\"'").find(sentence[at]) == std::string_view::npos)
      ++at;
    words.push_back({sentence.substr(begin, at - begin), begin, std::exchange(parted, false)});
  }
  return words;
}

bool is_choice(const Word& word, bool any_case) {
  if (word.text.size() != 1) return false;
  const char c = word.text.front();
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (any_case && c >= 'a' && c <= 'z' && c != 'a');
}

std::string lower(std::string_view word) {
  std::string plain = plain_words(word);
  return plain.size() < 2 ? "" : plain.substr(1, plain.size() - 2);
}

}  // namespace

std::vector<KeyPress> reply_choices(std::string_view sentence) {
  std::vector<KeyPress> choices;
  const auto words = words_of(sentence);
  const auto add = [&](std::size_t from, const Word& word) {
    const char c = word.text.front();
    choices.push_back(
        {.keys = {c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c}, .begin = from, .end = word.begin + 1});
  };
  bool asked = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (is_one_of(verbs, lower(words[i].text))) {
      std::size_t next = i + 1;
      while (next < words.size() && is_one_of(between, lower(words[next].text))) ++next;
      asked = true;
      if (next == words.size() || !is_choice(words[next], true)) continue;
      add(words[i].begin, words[next]);
      i = next;
    } else if (asked && is_choice(words[i], false)) {
      const bool joined = i > 0 && is_one_of(joiners, lower(words[i - 1].text));
      if (words[i].parted || joined) add(words[i].begin, words[i]);
    }
  }
  return choices;
}

}  // namespace courtesy::flow
