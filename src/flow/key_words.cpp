#include "flow/key_words.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

namespace courtesy::flow {
namespace {

struct NamedKey {
  std::string_view word;
  char key;
};

constexpr NamedKey named_keys[] = {
    {"zero", '0'},        {"one", '1'},      {"two", '2'},           {"three", '3'},
    {"four", '4'},        {"five", '5'},     {"six", '6'},           {"seven", '7'},
    {"eight", '8'},       {"nine", '9'},     {"star", '*'},          {"asterisk", '*'},
    {"pound", '#'},       {"hash", '#'},     {"cero", '0'},          {"uno", '1'},
    {"dos", '2'},         {"tres", '3'},     {"cuatro", '4'},        {"cinco", '5'},
    {"seis", '6'},        {"siete", '7'},    {"ocho", '8'},          {"nueve", '9'},
    {"asterisco", '*'},   {"estrella", '*'}, {"numeral", '#'},       {"gato", '#'},
    {"almohadilla", '#'}, {"any", any_key},  {"cualquier", any_key}, {"cualquiera", any_key},
};

constexpr std::string_view verbs[] = {"press",  "pressing", "push",    "pushing",  "hit",      "enter",     "dial",
                                      "key",    "type",     "touch",   "tap",      "punch",    "select",    "choose",
                                      "oprima", "oprime",   "oprimir", "presione", "presiona", "presionar", "pulse",
                                      "pulsa",  "pulsar",   "marque",  "marca",    "marcar",   "teclee",    "teclea",
                                      "digite", "digita",   "toque",   "apriete"};

constexpr std::string_view fillers[] = {"the", "number", "digit",  "in",     "on",     "a",      "el",     "la",
                                        "un",  "una",    "numero", "número", "digito", "dígito", "either", "then"};

constexpr std::string_view key_nouns[] = {"key",   "keys",  "button", "tecla",   "teclas",
                                          "boton", "botón", "keypad", "keypress"};

constexpr std::string_view joiners[] = {"or", "and", "o", "y", "u", ","};

template <std::size_t size>
bool is_in(const std::string_view (&words)[size], std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

struct Word {
  std::string text;
  std::size_t begin;
  std::size_t end;
};

/// Small letters; commas, stars and hashes by themselves; everything else between words is gone.
std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  bool inside = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool sign = c == '*' || c == '#' || c == ',';
    const bool part = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
    if (sign) words.push_back({std::string(1, c), at, at + 1});
    if (part && !inside) words.push_back({"", at, at});
    if (part) {
      words.back().text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      words.back().end = at + 1;
    }
    inside = part;
  }
  return words;
}

/// 0 when the word names no key; a number of more digits is none.
char key_of(std::string_view word) {
  if (word.size() == 1 && std::string_view("0123456789*#").find(word) != std::string_view::npos) return word.front();
  const auto found = std::find_if(std::begin(named_keys), std::end(named_keys),
                                  [&](const NamedKey& named) { return named.word == word; });
  return found == std::end(named_keys) ? '\0' : found->key;
}

class Reading {
 public:
  explicit Reading(std::string_view text) : words_(words_of(text)) {}

  KeyWords run() {
    for (const Word& word : words_) {
      if (word.text == "keypad" || word.text == "keypress") found_.instructs = true;
    }
    for (const KeyPress& press : presses()) found_.keys.insert(press.keys.begin(), press.keys.end());
    return std::move(found_);
  }

  std::vector<KeyPress> presses() {
    std::vector<KeyPress> all;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (!is_in(verbs, words_[i].text)) continue;
      KeyPress press{.keys = {}, .begin = words_[i].begin, .end = words_[i].end};
      behind_verb(i + 1, press);
      if (!press.keys.empty()) all.push_back(std::move(press));
    }
    return all;
  }

 private:
  void behind_verb(std::size_t at, KeyPress& press) {
    at = skip_fillers(at);
    if (at < words_.size() && is_in(key_nouns, words_[at].text)) {
      found_.instructs = true;  // "press a key", "press button 2"
      at = skip_fillers(at + 1);
    }
    while (at < words_.size()) {
      const char key = key_of(words_[at].text);
      if (key == '\0') return;
      press.keys.insert(key);
      press.end = words_[at].end;
      found_.instructs = true;
      std::size_t next = at + 1;
      while (next < words_.size() && is_in(joiners, words_[next].text)) ++next;
      if (next == at + 1) return;
      at = skip_fillers(next);
    }
  }

  std::size_t skip_fillers(std::size_t at) const {
    while (at < words_.size() && is_in(fillers, words_[at].text)) ++at;
    return at;
  }

  std::vector<Word> words_;
  KeyWords found_;
};

}  // namespace

KeyWords key_words(std::string_view text) { return Reading(text).run(); }

std::vector<KeyPress> key_presses(std::string_view text) { return Reading(text).presses(); }

}  // namespace courtesy::flow
