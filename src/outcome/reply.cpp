#include "outcome/reply.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "outcome/phrases.h"
#include "outcome/reply_patterns.h"
#include "outcome/reply_words.h"
#include "outcome/visit_patterns.h"

namespace courtesy {
namespace {

using Words = std::vector<ReplyWord>;

constexpr std::string_view days[][4] = {
    {"sunday", "sun", "domingo", "dom"},    {"monday", "mon", "lunes", "lun"},
    {"tuesday", "tue", "martes", "tues"},   {"wednesday", "wed", "miercoles", "mie"},
    {"thursday", "thu", "jueves", "thurs"}, {"friday", "fri", "viernes", "vie"},
    {"saturday", "sat", "sabado", "sab"}};
constexpr std::string_view months[][3] = {
    {"january", "jan", "enero"},   {"february", "feb", "febrero"},   {"march", "mar", "marzo"},
    {"april", "apr", "abril"},     {"may", "may", "mayo"},           {"june", "jun", "junio"},
    {"july", "jul", "julio"},      {"august", "aug", "agosto"},      {"september", "sep", "septiembre"},
    {"october", "oct", "octubre"}, {"november", "nov", "noviembre"}, {"december", "dec", "diciembre"}};

constexpr std::string_view todays = "today todays hoy tonight";
constexpr std::string_view tomorrows = "tomorrow tomorrows tmrw tmw manana";

template <std::size_t size, std::size_t spellings>
int index_in(const std::string_view (&table)[size][spellings], std::string_view word) {
  for (std::size_t i = 0; i < size; ++i) {
    if (std::find(std::begin(table[i]), std::end(table[i]), word) != std::end(table[i])) return static_cast<int>(i);
  }
  return -1;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// `9am`, `12th`: the number. Empty when the word is no number.
std::string_view number_in(std::string_view word) {
  const auto end = std::find_if_not(word.begin(), word.end(), is_digit);
  const std::string_view digits = word.substr(0, static_cast<std::size_t>(end - word.begin()));
  const std::string_view rest = word.substr(digits.size());
  const bool known =
      rest.empty() || rest == "am" || rest == "pm" || rest == "st" || rest == "nd" || rest == "rd" || rest == "th";
  return known ? digits : std::string_view{};
}

/// Words that only look like others: read as they were meant. Lone keywords are compared before this.
void mend_typos(Words& words) {
  constexpr std::array<std::string_view, 14> drawn_out{"yes",  "yep",  "yup",   "yeah",   "ok",     "si",      "no",
                                                       "stop", "alto", "basta", "please", "thanks", "gracias", "hello"};
  for (ReplyWord& word : words) {
    std::string& text = word.text;
    while (text.size() > 2 && text[text.size() - 1] == text[text.size() - 2]) {
      if (std::find(drawn_out.begin(), drawn_out.end(), text) != drawn_out.end()) break;
      const std::string shorter = text.substr(0, text.find_last_not_of(text.back()) + 2);
      if (std::find(drawn_out.begin(), drawn_out.end(), shorter) == drawn_out.end()) break;
      text = shorter;
    }
    if (text.size() >= 5 && text != "cancel" && text != "cancer" && text != "cancels" && text != "cancela" &&
        text != "cancele" && text != "cancelo" && edits(text, "cancel", 1) == 1) {
      text = "cancel";
    } else if (text.size() >= 6 && text != "conform" && text != "confirma" && text != "confirms" &&
               text != "confirmo" && edits(text, "confirm", 1) == 1) {
      text = "confirm";
    } else if (text.size() >= 8 && text.starts_with("re") && edits(text, "reschedule", 2) <= 2) {
      text = "reschedule";
    } else if (text.size() >= 9 && text.starts_with("un") && edits(text, "unsubscribe", 2) <= 2) {
      text = "unsubscribe";
    }
  }
}

std::string joined(const Words& words) {
  std::string text;
  for (const ReplyWord& word : words) {
    if (word.is_mark()) continue;
    if (!text.empty()) text += ' ';
    text += word.text;
  }
  return text;
}

template <std::size_t size>
bool is_in(const std::string_view (&list)[size], std::string_view text) {
  return std::find(std::begin(list), std::end(list), text) != std::end(list);
}

template <std::size_t size>
std::string_view words_in_set(const WordSet (&sets)[size], std::string_view name) {
  for (const WordSet& set : sets) {
    if (set.name == name) return set.words;
  }
  return {};
}

bool is_polite(std::string_view word) {
  std::string_view rest = words_in_set(wordings::sets, "polite");
  while (!rest.empty()) {
    const auto end = rest.find(' ');
    if (rest.substr(0, end) == word) return true;
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return false;
}

/// Without politeness at both ends ("please stop", "stop, thank you").
Words bare(const Words& words) {
  auto begin = words.begin();
  auto end = words.end();
  const auto idle = [](const ReplyWord& word) { return word.is_mark() || is_polite(word.text); };
  while (begin != end && idle(*begin)) ++begin;
  while (begin != end && idle(*(end - 1))) --end;
  return {begin, end};
}

std::vector<Words> clauses_of(const Words& words) {
  std::vector<Words> clauses{{}};
  for (const ReplyWord& word : words) {
    if (word.is_mark()) {
      clauses.emplace_back();
    } else {
      clauses.back().push_back(word);
    }
  }
  std::erase_if(clauses, [](const Words& clause) { return clause.empty(); });
  return clauses;
}

/// One reply's reading.
class Reader {
 public:
  Reader(ReplyWords read, const ReplyContext& prompt)
      : read_(std::move(read)),
        prompt_(prompt),
        as_written_(joined(read_.words)),
        words_(mended(read_.words)),
        phrases_(wordings::sets, words_) {}

  ReplyReading run() {
    if (is_reaction() || is_automatic()) return {ReplyIntent::unclear, {}};
    if (auto stop = read_stop()) return *stop;
    if (read_.quotes) return {ReplyIntent::unclear, {}};
    if (is_start()) return {ReplyIntent::start, {}};
    if (is_help()) return {ReplyIntent::help, {}};
    return {about_appointment(), {}};
  }

 private:
  static Words mended(Words words) {
    mend_typos(words);
    return words;
  }

  /// `Liked "..."`: the phone's words, and the quotation is ours.
  bool is_reaction() const {
    if (!read_.any_quote && !read_.quotes) return false;
    constexpr std::string_view verbs[] = {"^^ liked|loved|disliked|emphasized|emphasised|questioned|reacted",
                                          "^^ laughed at",
                                          "^^ removed a|an",
                                          "^^ no? le gusto|encanto",
                                          "^^ le dio",
                                          "^^ se rio",
                                          "^^ enfatizo|reacciono|destaco|pregunto",
                                          "^^ me gusta|encanta $$"};
    return phrases_.has_any(verbs);
  }

  bool is_automatic() const {
    constexpr std::string_view signs[] = {"automatic|automated|auto reply|response|message|responder",
                                          "autoreply|autoresponse|autorespuesta",
                                          "out of office|the office",
                                          "driving with",
                                          "focus turned on",
                                          "with focus",
                                          "notifications silenced|turned",
                                          "do not disturb mode|is|on|while|enabled|turned",
                                          "respuesta automatica",
                                          "mensaje automatico",
                                          "estoy conduciendo con",
                                          "fuera de la? oficina",
                                          "no molestar activado",
                                          "ill see|read|get your message when|later",
                                          "away from my desk|phone"};
    // "Stop these automated messages" is nobody's automatic answer.
    constexpr std::string_view person[] = {"stop|quit|cease ~4 message|messages|response|responses|reply|replies",
                                           "^^ stop"};
    return phrases_.has_any(signs) && !phrases_.has_any(person);
  }

  std::optional<ReplyReading> read_stop() {
    const std::string alone = joined(bare(read_.words));
    const bool cancel_alone = as_written_ == "cancel" || only_pictures_beside("cancel");
    const bool wrong = is_wrong_number();
    if (!cancel_alone && !wrong && !wants_no_contact(alone)) return std::nullopt;
    ReplyReading reading{ReplyIntent::stop, {}};
    if (cancel_alone || cancels_visit_too()) {
      reading.also.push_back(ReplyAlso::cancel);
    } else if (std::any_of(words_.begin(), words_.end(), [](const auto& word) { return word.is_mark(); })) {
      for (const Words& clause : clauses_of(words_)) {
        if (!confirms(clause) || !answers(clause)) continue;
        reading.also.push_back(ReplyAlso::confirm);
        break;
      }
    }
    if (wrong || phrases_.has_any(wordings::do_not_know_you)) reading.also.push_back(ReplyAlso::wrong_number);
    return reading;
  }

  /// "OK. Stop texting me" says yes to nothing.
  static bool answers(const Words& clause) {
    constexpr std::string_view yes =
        "yes yep yup yeah yea y c si sip confirm confirmed confirming confirmo confirmado confirmada there coming "
        "estare estaremos";
    return std::any_of(clause.begin(), clause.end(), [&](const ReplyWord& word) { return is_in_list(yes, word.text); });
  }

  /// "Cancel my appointment and stop texting me", not "cancel these texts".
  bool cancels_visit_too() const {
    return wants_to_cancel(phrases_) && (phrases_.has("@schedule|@day") || phrases_.has_any(wordings::cannot_come));
  }

  bool only_pictures_beside(std::string_view word) const {
    std::string text;
    for (const ReplyWord& each : read_.words) {
      if (!each.is_mark() && each.text != "smile" && each.text != "picture") text += each.text + " ";
    }
    return text == std::string(word) + " ";
  }

  bool is_wrong_number() const {
    return phrases_.has_any(wordings::wrong_number) && !phrases_.has_any(wordings::own_mistake);
  }

  bool wants_no_contact(const std::string& alone) const {
    if (is_in(wordings::stop_alone, alone) || is_in(wordings::stop_alone, joined(bare(words_))) ||
        is_mistyped_stop(alone)) {
      return true;
    }
    if (prefers_channel()) return false;
    for (const Words& clause : clauses_of(words_)) {
      if (is_in(wordings::stop_clause, joined(clause))) return true;
    }
    return has_stop_phrase() || has_stop_word() || shouts_stop() || says_stop();
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

  /// One word by itself that is nearly STOP. Real words that are near are not.
  static bool is_mistyped_stop(const std::string& alone) {
    constexpr std::string_view real[] = {"top", "step",  "shop", "slop",  "atop",
                                         "sop", "stoop", "stow", "stoup", "strop"};
    return alone.size() >= 3 && alone.size() <= 6 && !is_in(real, alone) && alone.find(' ') == std::string::npos &&
           alone.front() <= 'z' && edits(alone, "stop", 1) <= 1;
  }

  bool has_stop_phrase() const {
    for (const std::string_view phrase : wordings::stop_phrases) {
      for (auto found = phrases_.find(phrase); found; found = phrases_.find(phrase, found->begin + 1)) {
        if (!denied(found->begin) && !is_about_schedule(phrase) && !says_when(found->end)) return true;
      }
    }
    for (const std::string_view phrase : wordings::reach_me) {
      const auto found = phrases_.find(phrase);
      if (found && !says_when(found->end) && !is_yours(found->begin)) return true;
    }
    return false;
  }

  /// "don't stop the reminders"
  bool denied(std::size_t at) const {
    if (at == 0 ||
        !is_in_list("stop quit cease end cancel discontinue delete forget erase remove drop lose", words_[at].text))
      return false;
    return is_in_list("dont not never didnt cant wont doesnt no nunca", words_[at - 1].text);
  }

  static bool is_in_list(std::string_view list, std::string_view word) {
    while (!list.empty()) {
      const auto end = list.find(' ');
      if (list.substr(0, end) == word) return true;
      list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
    }
    return false;
  }

  /// "take me off the schedule": the visit. "... off your list" is the list of those who are contacted.
  bool is_about_schedule(std::string_view phrase) const {
    constexpr std::string_view openings[] = {"take|", "delete|", "remove|", "@quiten", "lose|"};
    const bool removes = std::any_of(std::begin(openings), std::end(openings),
                                     [&](std::string_view opening) { return phrase.starts_with(opening); });
    constexpr std::string_view schedule[] = {"@schedule", "@day", "@waitlist"};
    return removes && phrases_.has_any(schedule);
  }

  /// "don't call me before 9": another wish.
  bool says_when(std::size_t end) const {
    return phrases_.match_at("@when", end).has_value() ||
           phrases_.match_at("antes|despues|hasta|cuando|durante|si", end).has_value() ||
           phrases_.match_at("a las|la", end).has_value();
  }

  /// "you never call me back", "why did you not call me"
  bool is_yours(std::size_t begin) const {
    const auto before = [&](std::size_t back) {
      return begin >= back ? std::string_view(words_[begin - back].text) : "";
    };
    constexpr std::string_view others = "you u they did why didnt have has does he she nobody";
    return is_in_list(others, before(1)) ||
           (is_in_list("did do", words_[begin].text) && is_in_list("you why they", before(1)));
  }

  bool has_stop_word() const {
    for (const std::string_view phrase : wordings::stop_words) {
      const auto found = phrases_.find(phrase);
      if (!found) continue;
      bool no = false;
      for (std::size_t i = found->begin; i > 0 && found->begin - i < 4 && !words_[i - 1].is_mark(); --i) {
        no |= is_in_list("dont not never didnt no", words_[i - 1].text);
      }
      if (!no) return true;
    }
    return false;
  }

  /// STOP in capitals among small letters, and not at a bus.
  bool shouts_stop() const {
    if (read_.all_capitals) return false;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (words_[i].text != "stop" || !words_[i].capital) continue;
      const std::string_view before = i == 0 ? "" : std::string_view(words_[i - 1].text);
      const std::string_view after = i + 1 == words_.size() ? "" : std::string_view(words_[i + 1].text);
      if (!is_in_list("bus the a next dont not never rest truck", before) && !is_in_list("by at in over off", after))
        return true;
    }
    return false;
  }

  bool says_stop() const {
    for (const std::string_view phrase : wordings::stop_at_end) {
      const auto found = phrases_.find(phrase);
      if (found && !denied_before(found->begin)) return true;
    }
    // "Stop I moved away": the first word, when no other use of it follows.
    return phrases_.has("^^ stop") && words_.size() > 1 &&
           !phrases_.has("^^ stop by|in|at|over|for|off|light|sign|and|the|my|on|around");
  }

  bool denied_before(std::size_t at) const {
    return at > 0 && is_in_list("dont not never didnt cant wont doesnt bus", words_[at - 1].text);
  }

  bool is_start() const {
    const std::string alone = joined(bare(words_));
    if (is_in(wordings::start_alone, alone)) return true;
    if (!prompt_.opted_out || read_.question) return false;
    constexpr std::string_view no[] = {"dont|not|never|no|nunca|stop|longer"};
    return phrases_.has_any(wordings::start_phrases) && !phrases_.has_any(no);
  }

  /// As written too: "who are you" is not "who are" and politeness.
  bool is_help() const {
    return is_in(wordings::help_alone, joined(words_)) || is_in(wordings::help_alone, joined(bare(words_)));
  }

  ReplyIntent about_appointment() const {
    if (const auto chosen = lone_choice()) return *chosen;
    const bool asks = read_.question || phrases_.has_any(wordings::asks);
    const bool moves =
        (phrases_.has_any(wordings::reschedule) || is_in(wordings::reschedule_alone, joined(bare(words_)))) &&
        !phrases_.has_any(wordings::not_reschedule);
    if (moves) return ReplyIntent::reschedule;
    if (asks ? phrases_.has_any(wordings::polite_request) && !phrases_.has_any(wordings::not_cancel)
             : wants_to_cancel(phrases_)) {
      return ReplyIntent::cancel;
    }
    if (!read_.question && confirms(words_)) return ReplyIntent::confirm;
    return ReplyIntent::unclear;
  }

  bool wants_to_cancel(const Phrases& phrases) const {
    constexpr std::size_t story = 40;  // who writes more says more than one thing
    if (words_.size() > story || phrases.has_any(wordings::not_cancel) || conditional_si() || names_other_time())
      return false;
    if (phrases.has_any(wordings::cancel) || phrases.has_any(wordings::cannot_come)) return true;
    return prompt_.choices == ReplyChoices::yes_no && is_in(wordings::cannot_alone, joined(bare(words_)));
  }

  /// Another day or number than the visit's: whose visit is meant?
  bool names_other_time() const {
    return std::any_of(words_.begin(), words_.end(), [&](const ReplyWord& word) {
      const bool relative = is_in_list(todays, word.text) || is_in_list(tomorrows, word.text);
      if (relative) return prompt_.days_ahead.has_value() && !is_of_visit(word.text);
      const bool names =
          index_in(days, word.text) >= 0 || index_in(months, word.text) >= 0 || !number_in(word.text).empty();
      return names && !is_of_visit(word.text);
    });
  }

  /// "no puedo ir si llueve": a si that does not begin a clause is an if, and so is one before cancelo.
  bool conditional_si() const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (words_[i].text != "si") continue;
      if (i > 0 && !words_[i - 1].is_mark() && !is_in_list("que claro", words_[i - 1].text)) return true;
      if (i + 1 < words_.size() && is_in_list("cancelo cancelamos no puedo", words_[i + 1].text)) return true;
    }
    return false;
  }

  /// One of the choices that were offered, and nothing but politeness beside it.
  std::optional<ReplyIntent> lone_choice() const {
    Words plain;
    std::copy_if(words_.begin(), words_.end(), std::back_inserter(plain),
                 [](const auto& word) { return !word.is_mark(); });
    if (read_.question) return std::nullopt;
    const Phrases phrases(wordings::sets, plain);
    constexpr std::string_view behind = "@polite? @polite? @polite? @polite? $$";
    const auto is = [&](std::string_view choice) {
      return phrases.has("^^ @ask? @ask? " + std::string(choice) + " " + std::string(behind));
    };
    switch (prompt_.choices) {
      case ReplyChoices::letters:
        if (is("c")) return ReplyIntent::confirm;
        if (is("x")) return ReplyIntent::cancel;
        if (is("r")) return ReplyIntent::reschedule;
        break;
      case ReplyChoices::digits:
        if (is("1|one|uno")) return ReplyIntent::confirm;
        if (is("2|two|dos")) return ReplyIntent::cancel;
        if (is("3|three|tres")) return ReplyIntent::reschedule;
        break;
      case ReplyChoices::yes_no:
        if (is("no|n|nope|nah|nop")) return ReplyIntent::cancel;
        break;
      case ReplyChoices::none: return std::nullopt;
    }
    if (is("y")) return ReplyIntent::confirm;
    return std::nullopt;
  }

  /// Every word is part of a confirming or a neutral phrase, or a day or number of the visit; at least one confirms.
  bool confirms(const Words& words) const {
    if (prompt_.choices == ReplyChoices::none) return false;
    const Phrases phrases(wordings::sets, words);
    bool confirmed = false;
    for (std::size_t at = 0; at < words.size();) {
      const std::size_t yes = longest(phrases, wordings::confirm, at);
      const std::size_t idle = longest(phrases, wordings::neutral, at);
      if (words[at].is_mark() || is_of_visit(words[at].text)) {
        at = std::max({at + 1, yes, idle});
      } else if (yes == at && idle == at) {
        return false;
      } else {
        confirmed |= yes >= idle;
        at = std::max(yes, idle);
      }
    }
    return confirmed;
  }

  template <std::size_t size>
  static std::size_t longest(const Phrases& phrases, const std::string_view (&list)[size], std::size_t at) {
    std::size_t end = at;
    for (const std::string_view phrase : list) {
      if (const auto found = phrases.match_at(phrase, at)) end = std::max(end, *found);
    }
    return end;
  }

  /// A day, month or number that the text which was sent has too; today or tomorrow where that is when the visit is.
  bool is_of_visit(std::string_view word) const {
    if (is_in_list(todays, word)) return prompt_.days_ahead == 0;
    if (is_in_list(tomorrows, word)) return prompt_.days_ahead == 1;
    const int day = index_in(days, word);
    const int month = index_in(months, word);
    const std::string_view number = number_in(word);
    if (day < 0 && month < 0 && number.empty()) return false;
    const ReplyWords sent = read_words(prompt_.text);
    return std::any_of(sent.words.begin(), sent.words.end(), [&](const ReplyWord& other) {
      return (day >= 0 && index_in(days, other.text) == day) || (month >= 0 && index_in(months, other.text) == month) ||
             (!number.empty() && number_in(other.text) == number);
    });
  }

  ReplyWords read_;
  const ReplyContext& prompt_;
  std::string as_written_;
  Words words_;
  Phrases phrases_;
};

}  // namespace

std::string_view to_string(ReplyIntent intent) {
  switch (intent) {
    case ReplyIntent::confirm: return "confirm";
    case ReplyIntent::cancel: return "cancel";
    case ReplyIntent::reschedule: return "reschedule";
    case ReplyIntent::stop: return "stop";
    case ReplyIntent::start: return "start";
    case ReplyIntent::help: return "help";
    case ReplyIntent::unclear: return "unclear";
  }
  return "unclear";
}

std::optional<ReplyIntent> parse_reply_intent(std::string_view text) {
  for (const ReplyIntent intent : {ReplyIntent::confirm, ReplyIntent::cancel, ReplyIntent::reschedule,
                                   ReplyIntent::stop, ReplyIntent::start, ReplyIntent::help, ReplyIntent::unclear}) {
    if (to_string(intent) == text) return intent;
  }
  return std::nullopt;
}

std::string_view to_string(ReplyAlso also) {
  switch (also) {
    case ReplyAlso::confirm: return "confirm";
    case ReplyAlso::cancel: return "cancel";
    case ReplyAlso::wrong_number: return "wrong_number";
  }
  return "wrong_number";
}

ReplyReading read_reply(std::string_view text, const ReplyContext& prompt) {
  return Reader(read_words(text), prompt).run();
}

}  // namespace courtesy
