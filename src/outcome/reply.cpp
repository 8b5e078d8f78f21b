#include "outcome/reply.h"

#include <algorithm>

#include "outcome/phrases.h"
#include "outcome/reply_clauses.h"
#include "outcome/reply_patterns.h"
#include "outcome/reply_typos.h"
#include "outcome/reply_words.h"
#include "outcome/stop_wish.h"
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
    const bool cancel_alone = as_written_ == "cancel" || only_pictures_beside("cancel");
    const bool wrong = is_wrong_number();
    if (!cancel_alone && !wrong && !wants_no_contact(read_)) return std::nullopt;
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
    return std::any_of(clause.begin(), clause.end(), [&](const ReplyWord& word) { return has_word(yes, word.text); });
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
      const bool relative = has_word(todays, word.text) || has_word(tomorrows, word.text);
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
      if (i > 0 && !words_[i - 1].is_mark() && !has_word("que claro", words_[i - 1].text)) return true;
      if (i + 1 < words_.size() && has_word("cancelo cancelamos no puedo", words_[i + 1].text)) return true;
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
    if (has_word(todays, word)) return prompt_.days_ahead == 0;
    if (has_word(tomorrows, word)) return prompt_.days_ahead == 1;
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
