#include "outcome/stop_wish.h"

#include <algorithm>
#include <iterator>

#include "outcome/phrases.h"
#include "outcome/reply_clauses.h"
#include "outcome/reply_patterns.h"
#include "outcome/reply_typos.h"
#include "outcome/stop_patterns.h"

namespace courtesy {
namespace {

using Words = std::vector<ReplyWord>;

constexpr std::string_view negations = "dont not never didnt cant cannot wont doesnt couldnt wouldnt shouldnt nunca";
/// What may stand between a negation and what it denies: "I don't want you to stop".
constexpr std::string_view carriers =
    "you u to want wanted need needed like wish ever please just it me them us go going gonna have mean plan trying";
/// What is denied by a "no" before it, unlike in English.
constexpr std::string_view spanish_endings =
    "@cancelar|@apaguen|@quiten_algo|dejen|deje|dejar|paren|pare|para|parar|denme|deme|dame";

/// Pictures as the ends of clauses that they are.
Words without_pictures(const Words& words) {
  Words plain;
  for (const ReplyWord& word : words) {
    const bool ends = word.is_mark() || word.text == "picture" || word.text == "smile" || word.text == "thumbsup";
    if (!ends) {
      plain.push_back(word);
    } else if (!plain.empty() && !plain.back().is_mark()) {
      plain.push_back({word.is_mark() ? word.text : "."});
    }
  }
  while (!plain.empty() && plain.back().is_mark()) plain.pop_back();
  return plain;
}

bool is_letter(const ReplyWord& word) { return word.text.size() == 1 && word.text[0] >= 'a' && word.text[0] <= 'z'; }

/// "s t o p", "S.T.O.P.": three letters and more in a row are a word.
Words spelt_out(const Words& words) {
  constexpr std::size_t fewest = 3;
  Words written;
  for (std::size_t at = 0; at < words.size();) {
    std::string letters;
    std::size_t end = at;
    while (end < words.size() && (is_letter(words[end]) || (words[end].text == "." && !letters.empty()))) {
      if (is_letter(words[end])) letters += words[end].text;
      ++end;
    }
    if (letters.size() >= fewest) {
      written.push_back({letters});
      at = end;
    } else {
      written.push_back(words[at++]);
    }
  }
  return written;
}

class Wish {
 public:
  explicit Wish(const ReplyWords& read)
      : read_(read),
        spoken_(spelt_out(without_pictures(read.words))),
        words_(mended(spoken_)),
        phrases_(wordings::sets, words_) {}

  bool is_there() const {
    if (stands_alone()) return true;
    if (prefers_channel()) return false;
    for (const Words& clause : clauses_of(words_)) {
      if (is_in(wordings::stop_clause, joined(clause))) return true;
    }
    return has_stop_phrase() || has_stop_word() || shouts_stop() || says_stop();
  }

 private:
  bool stands_alone() const {
    const std::string alone = joined(bare(spoken_));
    return is_in(wordings::stop_alone, alone) || is_in(wordings::stop_alone, joined(bare(words_))) ||
           is_mistyped_stop(alone);
  }

  /// "Don't call, text me": a wish about how, for a person to note. The word stop is taken at its word all the same.
  bool prefers_channel() const {
    constexpr std::string_view firm[] = {
        "stop|quit|cease|unsubscribe|optout|opt|remove|delete|never|block|blocking|spam"};
    constexpr std::string_view wish[] = {"^ text|call|email|message me|only|instead",
                                         "and|just|but|please|only text|call|email|message me|only|instead",
                                         "text|texts|email|emails|message only|instead"};
    return phrases_.has_any(wish) && !phrases_.has_any(firm);
  }

  template <std::size_t size, typename Meant>
  bool has_meant(const std::string_view (&list)[size], const Meant& meant) const {
    for (const std::string_view phrase : list) {
      for (auto found = phrases_.find(phrase); found; found = phrases_.find(phrase, found->begin + 1)) {
        if (meant(*found)) return true;
      }
    }
    return false;
  }

  bool has_stop_phrase() const {
    const auto meant = [&](const Found& found) {
      return !denied(found.begin) && !is_noun(found.begin) && !asked_about(found.begin) && !says_when(found.end);
    };
    return has_meant(wordings::stop_phrases, meant) ||
           (!is_for_a_while() && has_meant(wordings::bare_refusals, meant)) ||
           (!is_about_schedule() && has_meant(wordings::removal_phrases, meant)) ||
           has_meant(wordings::reach_me,
                     [&](const Found& found) { return !says_when(found.end) && !is_yours(found.begin); });
  }

  std::string_view before(std::size_t at, std::size_t back = 1) const {
    return at >= back ? std::string_view(words_[at - back].text) : std::string_view{};
  }

  /// "don't stop the reminders", "I don't want you to stop texting", "no cancelen los recordatorios". But "why don't
  /// you stop" asks for it.
  bool denied(std::size_t at) const {
    if (before(at) == "no" && phrases_.match_at(spanish_endings, at)) return true;
    for (std::size_t i = at; i > 0; --i) {
      const std::string_view word = before(i);
      if (has_word(negations, word))
        return before(i, 2) != "why" && (i == words_.size() || !has_word("you u", words_[i].text));
      if (!has_word(carriers, word)) return false;
    }
    return false;
  }

  /// "the bus stop", "my next stop"
  bool is_noun(std::size_t at) const {
    return words_[at].text == "stop" &&
           has_word("bus train metro tram truck rest pit the a an my your next last", before(at));
  }

  /// "Why did you stop texting?", "if you stop the reminders I forget": somebody misses them, or would.
  bool asked_about(std::size_t at) const {
    return has_word("you u they", before(at)) && has_word("did do if why didnt", before(at, 2));
  }

  /// "take me off the schedule": the visit. "... off your list" is the list of those who are contacted.
  bool is_about_schedule() const {
    constexpr std::string_view schedule[] = {"@schedule", "@day", "@waitlist"};
    return phrases_.has_any(schedule);
  }

  /// "don't call me before 9": another wish. "... after this" is from now on.
  bool says_when(std::size_t end) const {
    constexpr std::string_view from_now_on[] = {"after|despues this|that|today|now|hoy|esto please|pls|thanks|$",
                                                "in the? future"};
    constexpr std::string_view limits[] = {"@when|by", "antes|despues|hasta|cuando|durante|si", "a las|la", "en la|el"};
    const auto goes_on = [&](std::string_view phrase) { return phrases_.match_at(phrase, end).has_value(); };
    return std::none_of(std::begin(from_now_on), std::end(from_now_on), goes_on) &&
           std::any_of(std::begin(limits), std::end(limits), goes_on);
  }

  /// "no calls, I'm in a meeting until 5"
  bool is_for_a_while() const { return phrases_.has("until|till|hasta|meeting|class|reunion|clase"); }

  /// "you never call me back", "why did you not call me"
  bool is_yours(std::size_t begin) const {
    constexpr std::string_view others = "you u they did why didnt have has does he she nobody";
    return has_word(others, before(begin)) ||
           (has_word("did do", words_[begin].text) && has_word("you why they", before(begin)));
  }

  bool has_stop_word() const {
    return has_meant(wordings::stop_words, [&](const Found& found) {
      for (std::size_t i = found.begin; i > 0 && found.begin - i < 4 && !words_[i - 1].is_mark(); --i) {
        if (has_word("dont not never didnt no", before(i))) return false;
      }
      return true;
    });
  }

  /// STOP in capitals among small letters, and not at a bus.
  bool shouts_stop() const {
    if (read_.all_capitals) return false;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (words_[i].text != "stop" || !words_[i].capital) continue;
      const std::string_view after = i + 1 == words_.size() ? "" : std::string_view(words_[i + 1].text);
      if (!has_word("bus the a next dont not never rest truck", before(i)) && !has_word("by at in over off", after))
        return true;
    }
    return false;
  }

  bool says_stop() const {
    const auto meant = [&](const Found& found) {
      const bool opens = words_[found.begin].text == "stop";
      const std::size_t stop = opens ? found.begin : found.begin + 1;
      return !denied(stop) && !is_noun(stop) && !asked_about(stop);
    };
    if (has_meant(wordings::stop_at_end, meant) || ends_with_stop()) return true;
    if (!asks_about_stop() &&
        has_meant(wordings::wish_to_stop, [&](const Found& found) { return !denied(found.begin); }))
      return true;
    // "Stop I moved away": the first word, when no other use of it follows.
    return phrases_.has("^^ stop") && words_.size() > 1 &&
           !phrases_.has("^^ stop by|in|at|over|for|off|light|sign|and|the|my|on|around");
  }

  /// "Which pills do I need to stop?"
  bool asks_about_stop() const {
    constexpr std::string_view asks[] = {"what|which|when|where|how|should|does|will ~6 stop",
                                         "do|did i|we|they|you ~5 stop"};
    return phrases_.has_any(asks);
  }

  /// "not interested stop": the last of a few words, when nothing makes it a place, a question or what somebody does.
  bool ends_with_stop() const {
    if (!phrases_.has("^^ ~3 stop @polite? $$") || read_.question || asks_about_stop()) return false;
    constexpr std::string_view place[] = {
        "bus|train|metro|subway|tram|truck|rest|pit|street|st|ave|avenue|road|rd|blvd|station|the|a|an|my|your|next|"
        "last|first|at|on|near|by|from|until|till|before|after|non|full|can|could|would|is|did|why"};
    if (phrases_.has_any(place)) return false;
    for (std::size_t at = 1; at < words_.size(); ++at) {
      if (words_[at].text == "stop") return !denied(at) && !has_word("i we he she it they to", before(at));
    }
    return true;
  }

  const ReplyWords& read_;
  Words spoken_;
  Words words_;
  Phrases phrases_;
};

}  // namespace

bool wants_no_contact(const ReplyWords& read) { return Wish(read).is_there(); }

}  // namespace courtesy
