#include "phonenet/personas/offers.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace courtesy::phonenet {
namespace {

struct Word {
  std::string lower;
  std::string_view written;
  std::size_t end;     ///< after its last byte
  bool comma = false;  ///< a comma follows
  bool stop = false;   ///< a sentence ends here
};

/// They show into `text`.
std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  words.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1);
  std::size_t begin = 0;
  const auto finish = [&](std::size_t end) {
    const std::string_view written = text.substr(begin, end - begin);
    begin = end + 1;
    if (written.empty()) return;
    std::string lower(written);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    words.push_back({std::move(lower), written, end});
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '\'' ||
                        c == '#' || c == '*' || static_cast<unsigned char>(c) >= 0x80;
    if (letter) continue;
    finish(i);
    if (words.empty()) continue;
    if (c == ',') words.back().comma = true;
    if (c == '.' || c == ';' || c == ':' || c == '!' || c == '?' || c == '\n') words.back().stop = true;
  }
  finish(text.size());
  return words;
}

bool is_any(std::string_view word, std::initializer_list<std::string_view> of) {
  return std::find(of.begin(), of.end(), word) != of.end();
}

bool begins_any(std::string_view word, std::initializer_list<std::string_view> of) {
  return std::any_of(of.begin(), of.end(), [&](std::string_view stem) { return word.starts_with(stem); });
}

bool introduces_purpose(const Word& word) { return is_any(word.lower, {"to", "for", "if", "para", "si"}); }

/// The words of a purpose, and what of them tells it.
class Meaning {
 public:
  Meaning(const std::vector<Word>& words, std::size_t begin, std::size_t end)
      : words_(words), begin_(begin), end_(end) {}

  Purpose purpose() const {
    if (begin_ >= end_) return Purpose::listen;
    if (stems({"stop", "unsubscribe", "never", "remov", "dejar"}) || words({"opt", "baja"}) ||
        (words({"no", "not"}) &&
         (words({"more", "longer", "más"}) || stems({"calls", "llamadas", "reminders", "mensajes"})))) {
      return Purpose::opt_out;
    }
    if (stems({"repeat", "repet"}) || words({"nuevo"}) || (words({"otra"}) && words({"vez"})) ||
        (words({"again"}) && stems({"hear", "listen", "play", "message"}))) {
      return Purpose::hear_again;
    }
    if (stems({"cancel", "anular", "cannot", "can't"})) return Purpose::cancel;
    if (stems({"confirm", "keep", "coming", "attend", "asistir"}) || words({"there"})) return Purpose::confirm;
    if (stems({"callback", "speak", "talk", "reschedul", "rebook", "change", "llam", "llám", "cambiar", "hablar"}) ||
        (stems({"call", "phone", "ring"}) && words({"back", "you", "me", "us", "someone", "somebody"}))) {
      return Purpose::call_back;
    }
    if (stems({"hear", "listen", "continue", "message", "escuchar", "oír", "mensaje"})) return Purpose::listen;
    return Purpose::other;
  }

 private:
  /// Whether one of its words begins like that, or is that.
  bool stems(std::initializer_list<std::string_view> of) const {
    return any([&](const Word& word) { return begins_any(word.lower, of); });
  }
  bool words(std::initializer_list<std::string_view> of) const {
    return any([&](const Word& word) { return is_any(word.lower, of); });
  }
  template <typename Holds>
  bool any(Holds holds) const {
    return std::any_of(words_.begin() + static_cast<std::ptrdiff_t>(begin_),
                       words_.begin() + static_cast<std::ptrdiff_t>(end_), holds);
  }

  const std::vector<Word>& words_;
  std::size_t begin_;
  std::size_t end_;
};

std::optional<std::string> spoken_key(const Word& word) {
  constexpr std::array<std::pair<std::string_view, char>, 24> names{
      {{"zero", '0'},  {"one", '1'},   {"two", '2'},   {"three", '3'}, {"four", '4'},  {"five", '5'},
       {"six", '6'},   {"seven", '7'}, {"eight", '8'}, {"nine", '9'},  {"star", '*'},  {"pound", '#'},
       {"hash", '#'},  {"cero", '0'},  {"uno", '1'},   {"dos", '2'},   {"tres", '3'},  {"cuatro", '4'},
       {"cinco", '5'}, {"seis", '6'},  {"siete", '7'}, {"ocho", '8'},  {"nueve", '9'}, {"asterisco", '*'}}};
  if (word.lower.size() == 1 && std::string_view("0123456789#*").find(word.lower[0]) != std::string_view::npos) {
    return word.lower;
  }
  for (const auto& [name, key] : names) {
    if (word.lower == name) return std::string(1, key);
  }
  return std::nullopt;
}

std::optional<std::string> written_key(const Word& word) {
  const bool capitals = std::all_of(word.written.begin(), word.written.end(),
                                    [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
  if (!capitals || word.written.size() > 12) return std::nullopt;
  return std::string(word.written);
}

struct Language {
  std::optional<std::string> (*key)(const Word&);
  bool (*asks)(const Word&);
};

bool asks_to_press(const Word& word) {
  return is_any(word.lower, {"press", "dial", "push", "pulse", "marque", "oprima", "presione"});
}
bool asks_to_reply(const Word& word) {
  return is_any(word.lower, {"reply", "text", "send", "answer", "respond", "responda", "envíe", "conteste"});
}

class Finder {
 public:
  Finder(std::string_view text, Language language) : words_(words_of(text)), language_(language) {}

  std::vector<Offer> find() {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (!language_.asks(words_[i])) continue;
      std::size_t at = i + 1;
      while (at < words_.size() &&
             is_any(words_[at].lower, {"the", "key", "number", "with", "la", "el", "tecla", "con"})) {
        ++at;
      }
      if (at >= words_.size() || !language_.key(words_[at])) continue;
      i = take(i, at);
    }
    return std::move(offers_);
  }

 private:
  /// The ask is at `ask`, its key at `at`. Returns the last word that belongs to it.
  std::size_t take(std::size_t ask, std::size_t at) {
    const bool after = at + 1 < words_.size() && !words_[at].stop && introduces_purpose(words_[at + 1]) &&
                       !(words_[at].comma && led_in(ask));
    if (!after) {
      const std::size_t begin = clause_before(ask);
      add(at, Meaning(words_, begin, ask).purpose(), words_[at].end);
      done_ = at + 1;
      return at;
    }
    // "press 1 to confirm, 2 to cancel or 3 to ..." goes on without another verb.
    while (true) {
      const std::size_t end = purpose_end(at + 1);
      add(at, Meaning(words_, at + 1, end).purpose(), words_[end - 1].end);
      done_ = end;
      std::size_t next = end;
      while (next < words_.size() && is_any(words_[next].lower, {"or", "and", "o", "y"})) ++next;
      if (next + 1 >= words_.size() || words_[end - 1].stop || !language_.key(words_[next]) ||
          !introduces_purpose(words_[next + 1])) {
        return end - 1;
      }
      at = next;
    }
  }

  /// Whether what comes before the verb already is a purpose: "to confirm, press 1, to cancel ..."
  bool led_in(std::size_t ask) const {
    const std::size_t begin = clause_before(ask);
    return begin < ask && std::any_of(words_.begin() + static_cast<std::ptrdiff_t>(begin),
                                      words_.begin() + static_cast<std::ptrdiff_t>(ask), introduces_purpose);
  }

  std::size_t clause_before(std::size_t ask) const {
    std::size_t begin = ask;
    while (begin > done_ && !words_[begin - 1].stop) --begin;
    // "This is a message from X, to hear it": the purpose begins at its last "to", "for" or "if".
    for (std::size_t i = ask; i > begin; --i) {
      if (introduces_purpose(words_[i - 1]) && (i - 1 == begin || words_[i - 2].comma)) return i - 1;
    }
    return begin;
  }

  std::size_t purpose_end(std::size_t begin) const {
    std::size_t end = begin;
    while (end < words_.size()) {
      if (end > begin && language_.asks(words_[end]) && end + 1 < words_.size() && language_.key(words_[end + 1]))
        break;
      if (end > begin && is_any(words_[end].lower, {"or", "and", "o", "y"})) break;
      ++end;
      if (words_[end - 1].stop || words_[end - 1].comma) break;
    }
    return end;
  }

  void add(std::size_t key_at, Purpose purpose, std::size_t end) {
    offers_.push_back({*language_.key(words_[key_at]), purpose, std::max(end, words_[key_at].end)});
  }

  std::vector<Word> words_;
  Language language_;
  std::vector<Offer> offers_;
  std::size_t done_ = 0;  ///< words before this one belong to an earlier offer
};

}  // namespace

std::vector<Offer> spoken_offers(std::string_view text) { return Finder(text, {spoken_key, asks_to_press}).find(); }

std::vector<Offer> written_offers(std::string_view text) { return Finder(text, {written_key, asks_to_reply}).find(); }

}  // namespace courtesy::phonenet
