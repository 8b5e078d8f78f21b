#include "api/words.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <variant>

#include "api/known_words.h"
#include "api/retold.h"
#include "api/titles.h"
#include "api/week_words.h"
#include "interlock/decision.h"

namespace courtesy::api {
namespace {

using Body = boost::json::object;

Body body_of(const LedgerRow& row) {
  boost::json::error_code error;
  const auto fields = body_for(Reader::staff, row.body);
  if (!fields) return {};
  const boost::json::value value = boost::json::parse(*fields, error);
  return error || !value.is_object() ? Body{} : value.as_object();
}

std::string text(const Body& body, std::string_view name) {
  const auto* value = body.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string{};
}

std::string_view noun(std::string_view channel, Language language) {
  constexpr InEach contact{"Contact", "Contacto"};
  const auto known = parse_channel(channel);
  return known ? name_of(*known, language) : contact.in(language);
}

std::string lower(std::string_view text) {
  std::string word(text);
  if (!word.empty() && word[0] >= 'A' && word[0] <= 'Z') word[0] = static_cast<char>(word[0] - 'A' + 'a');
  return word;
}

/// "." or ": what was said", which is somebody's own words.
std::string behind_colon(const std::string& said) { return said.empty() ? "." : ": " + said; }

/// The same, of what is no sentence yet.
std::string detail_of(const Body& body) {
  const std::string detail = text(body, "detail");
  return behind_colon(detail) + (detail.empty() || detail.ends_with('.') ? "" : ".");
}

/// A row's words in one language.
class RowWords {
 public:
  RowWords(const LedgerRow& row, Language language) : row_(row), body_(body_of(row)), language_(language) {}

  Sentence all() const {
    const auto kind = parse_ledger_kind(row_.kind);
    if (!kind) return unknown();
    if (*kind == LedgerKind::by_hand) {
      if (auto told = week_words(row_.code, body_, value_of("by"), language_)) return {std::move(*told)};
    }
    for (const KnownWords& known : known_words()) {
      if (known.kind == *kind && known.code == row_.code) return {filled(said(known.words)), known.tone};
    }
    return of(*kind);
  }

 private:
  /// What depends on more than its code, or has a code that is not known.
  Sentence of(LedgerKind kind) const {
    switch (kind) {
      case LedgerKind::imported: return imported();
      case LedgerKind::booked: return {filled(said({"Booked: {code}.", "Reservada: {code}."}))};
      case LedgerKind::planned: return planned();
      case LedgerKind::decided: return decided();
      case LedgerKind::intended:
        return {filled(
            said({"{what}: every check said yes; it goes out.", "{what}: toda comprobación dijo que sí; sale."}))};
      case LedgerKind::sent:
        return {filled(said({"{what}: it is not known whether it left{detail} The provider is asked.",
                             "{what}: no se sabe si salió{detail} Se pregunta al proveedor."})),
                Tone::bad};
      case LedgerKind::callback: return callback();
      case LedgerKind::spoken: return spoken();
      case LedgerKind::answered: return answered();
      case LedgerKind::reconciled: return reconciled();
      case LedgerKind::stopped: return stopped();
      case LedgerKind::tripped: return tripped();
      case LedgerKind::released: return with_person({"Released", "Se reanudó"}, Tone::good);
      case LedgerKind::by_hand: return {filled(said({"Staff{by}: {code}.", "El personal{by}: {code}."}))};
      case LedgerKind::error: return failed();
      case LedgerKind::refused:
        return {filled(said({"A request was refused: {code}.", "Se rechazó una petición: {code}."})), Tone::bad};
    }
    return unknown();
  }

  Sentence unknown() const { return {row_.kind + ": " + row_.code + "."}; }
  std::string_view said(InEach words) const { return words.in(language_); }
  std::string field(std::string_view name) const { return text(body_, name); }
  /// Somebody's own words, or what tripped.
  std::string reason() const { return retold(field("why"), language_); }
  std::string_view what() const { return noun(row_.channel, language_); }

  std::string value_of(std::string_view name) const {
    const std::string who = field("who");
    if (name == "by") return who.empty() ? "" : " (" + who + ")";
    if (name == "why") return behind_colon(reason());
    if (name == "detail") return detail_of(body_);
    if (name == "what") return std::string(what());
    if (name == "code") return row_.code;
    if (name == "reason") return reason();
    if (name == "changed") return field("what");
    if (name == "state") return state_title(row_.code, language_);
    if (name == "template") return template_words(field("template"));
    if (name == "flow") return flow_words(field("flow"));
    if (name == "language") return written_in(field("language"));
    if (name == "error") return retold(field("error"), language_);
    if (name == "role") return std::string(role(field("role")));
    if (name == "channel") return lower(noun(field("channel"), language_));
    if (name == "kind") return std::string(kind_of_key(field("kind")));
    if (name == "way")
      return std::string(field("way") == "email" ? said({" by email", " por correo"})
                                                 : said({" by phone", " por teléfono"}));
    return field(name);
  }

  std::string quoted(std::string_view words) const { return fmt::format(fmt::runtime(said({"“{}”", "«{}»"})), words); }

  std::string template_words(const std::string& name) const {
    const auto title = template_title(name, language_);
    return title ? quoted(*title) : name;
  }

  /// By the title that it had then; older rows have its name alone.
  std::string flow_words(const std::string& name) const {
    const std::string title = field("title");
    return title.empty() ? name : quoted(retold(title, language_));
  }

  std::string written_in(const std::string& language) const {
    if (language == "en") return std::string(said({"in English", "en inglés"}));
    if (language == "es") return std::string(said({"in Spanish", "en español"}));
    return "(" + language + ")";
  }

  std::string_view kind_of_key(std::string_view known) const {
    if (known == "live") return said({"live", "en vivo"});
    if (known == "guest") return said({"guest", "de invitados"});
    return said({"test", "de prueba"});
  }

  std::string_view role(std::string_view known) const {
    if (known == "owner") return said({"owner", "propietario"});
    if (known == "staff") return said({"staff", "personal"});
    return said({"viewer", "observador"});
  }

  std::string filled(std::string_view words) const {
    std::string all;
    while (!words.empty()) {
      const auto open = words.find('{');
      all += words.substr(0, open);
      if (open == std::string_view::npos) break;
      const auto close = words.find('}', open);
      all += value_of(words.substr(open + 1, close - open - 1));
      words.remove_prefix(close + 1);
    }
    return all;
  }

  std::string why(std::string_view code) const {
    const auto reason = parse_reason(code);
    return std::string(reason ? explain(*reason, language_) : code);
  }

  /// Older rows have the source's name as their code; of newer ones it is gone with the body.
  Sentence imported() const {
    const std::string source = field("source");
    return {fmt::format("{}: {}.", said({"Imported", "Importado"}), source.empty() ? row_.code : source)};
  }

  /// Each reason why one goes at another time than its rule says is told once.
  Sentence planned() const {
    Sentence told{row_.code == "1" ? std::string(said({"One reminder planned.", "Un recordatorio previsto."}))
                                   : filled(said({"{code} reminders planned.", "{code} recordatorios previstos."}))};
    const auto* reminders = body_.if_contains("reminders");
    if (reminders == nullptr || !reminders->is_array()) return told;
    for (const auto& one : reminders->get_array()) {
      if (!one.is_object()) continue;
      const auto moved = moved_of(one.get_object());
      if (!moved) continue;
      told.moved.push_back(*moved);
      const std::string reason = fmt::format(" {}", why_moved(text(one.get_object(), "moved")));
      if (!told.text.ends_with(reason)) told.text += reason;
    }
    return told;
  }

  static std::optional<Moved> moved_of(const Body& reminder) {
    const auto channel = parse_channel(text(reminder, "channel"));
    const auto due = parse_instant(text(reminder, "due"));
    const auto at = parse_instant(text(reminder, "at"));
    if (!channel || !due || !at) return std::nullopt;
    return Moved{*channel, *due, *at};
  }

  std::string_view why_moved(std::string_view moved) const {
    if (moved == "late")
      return said({"A reminder's time had just passed when it was planned, so it goes out late.",
                   "La hora de un recordatorio acababa de pasar cuando se previó; por eso sale tarde."});
    return said(
        {"By its rule a reminder would go out outside the hours in which this client may be contacted, so it was moved "
         "into them.",
         "Según su regla un recordatorio saldría fuera de las horas en que se puede contactar a este cliente; por eso "
         "se "
         "movió."});
  }

  Sentence decided() const {
    const std::string decision = field("decision");
    const std::string reason = why(row_.code);
    if (decision == "defer") {
      Sentence waits{fmt::format("{} {}", filled(said({"{what} waits.", "{what}: espera."})), reason), Tone::neutral};
      if (const auto until = parse_instant(field("until"))) waits.until = *until;
      return waits;
    }
    if (decision == "hold")
      return {fmt::format("{} {}",
                          filled(said({"{what} waits for a person's yes.", "{what}: espera el sí de una persona."})),
                          reason),
              Tone::bad};
    // That a confirmed client is not rung again is no bad news.
    const bool wanted = row_.code == "already_confirmed" || row_.code == "already_told";
    return {fmt::format("{} {}. {}", said({"No", "Sin"}), lower(what()), reason), wanted ? Tone::quiet : Tone::bad};
  }

  Sentence answered() const {
    if (body_.contains("event"))
      return {filled(said({"Told your own systems: {code}.", "Se avisó a sus propios sistemas: {code}."})),
              Tone::neutral};
    return {filled(said({"The client answers: {code}.", "El cliente responde: {code}."}))};
  }

  std::string_view answered_by() const {
    const std::string who = field("answered_by");
    if (who == "person")
      return said(
          {"The network takes whoever answered for a person.", "La red toma a quien contestó por una persona."});
    if (who == "machine_beeped")
      return said({"The network heard a machine's beep.", "La red oyó el tono de un contestador."});
    if (who == "machine" || who == "machine_silent")
      return said(
          {"The network takes whoever answered for a machine.", "La red toma a quien contestó por un contestador."});
    if (who == "fax") return said({"The network heard a fax.", "La red oyó un fax."});
    return said({"The network cannot tell who answered.", "La red no sabe quién contestó."});
  }

  Sentence callback() const {
    const auto channel = parse_channel(row_.channel).value_or(Channel::call);
    if (row_.code == "answered_by") return {std::string(answered_by())};
    if (const auto outcome = parse_attempt_outcome(field("outcome")); outcome && *outcome != AttemptOutcome::none)
      return sentence(channel, AttemptState::ended, *outcome, language_);
    if (const auto state = parse_attempt_state(row_.code))
      return sentence(channel, *state, AttemptOutcome::none, language_);
    return {filled(said({"The provider reports: {code}.", "El proveedor informa: {code}."}))};
  }

  /// What was played, after what: nobody was asked anything that this does not tell.
  Sentence spoken() const {
    if (const auto reason = parse_reason(row_.code); reason && *reason != Reason::none)
      return {fmt::format("{} {}",
                          said({"Answered, and told that nothing is needed.",
                                "Contestaron, y se les dijo que no hace falta nada."}),
                          explain(*reason, language_)),
              Tone::neutral};
    const std::string input = field("input");
    const auto after = [&](InEach words) {
      return Sentence{filled(said(words)) + filled(said({" plays “{state}”.", " suena «{state}»."}))};
    };
    if (input.ends_with("/keys")) return after({"A key is pressed:", "Se pulsa una tecla:"});
    if (input.ends_with("/silence")) return after({"No key is pressed:", "No se pulsa ninguna tecla:"});
    if (input.ends_with("/played")) return after({"Played to its end:", "Se oyó hasta el final:"});
    if (input.ends_with("/recorded")) return after({"Recorded:", "Grabado:"});
    if (input.ends_with("/dialled")) return after({"Put through, and back:", "Se pasó la llamada, y de vuelta:"});
    return after({"Answered:", "Contestaron:"});
  }

  Sentence reconciled() const {
    const std::string_view asked =
        said({"The provider was asked what became of it", "Se preguntó al proveedor qué fue de esto"});
    const auto state = parse_attempt_state(row_.code);
    if (!state) return {fmt::format("{}: {}.", asked, row_.code), Tone::neutral};
    const auto channel = parse_channel(row_.channel).value_or(Channel::call);
    return {fmt::format("{}. {}", asked, sentence(channel, *state, AttemptOutcome::none, language_).text),
            Tone::neutral};
  }

  Sentence with_person(InEach words, Tone tone) const {
    const std::string who = field("who");
    return {fmt::format("{}{}{}", said(words), who.empty() ? "" : fmt::format(" {} {}", said({"by", "por"}), who),
                        behind_colon(reason())),
            tone};
  }

  Sentence stopped() const {
    if (row_.code == "asked_again")
      return with_person({"A stop was asked for once more", "Se pidió una vez más detener los envíos"}, Tone::bad);
    const std::string scope = field("scope");
    if (scope == "house")
      return with_person(
          {"All sending of the whole installation stopped", "Se detuvieron todos los envíos de toda la instalación"},
          Tone::bad);
    if (scope == "account")
      return with_person({"All sending of this business stopped", "Se detuvieron todos los envíos de este negocio"},
                         Tone::bad);
    return with_person({"Sending stopped", "Se detuvieron los envíos"}, Tone::bad);
  }

  Sentence tripped() const {
    return {fmt::format("{} {}",
                        said({"The failsafe noticed something unusual:", "El control de seguridad notó algo inusual:"}),
                        reason()),
            Tone::bad};
  }

  Sentence failed() const {
    const std::string error = field("error");
    return {error.empty() ? why(row_.code) : why(row_.code) + " " + error, Tone::bad};
  }

  const LedgerRow& row_;
  Body body_;
  Language language_;
};

/// When a rule contacts, in one language.
struct OffsetWords {
  Language language;

  std::string operator()(const ElapsedBefore& offset) const {
    const auto count = offset.time.count();
    const bool whole = count % 60 == 0;
    const auto number = whole ? count / 60 : count;
    const InEach unit = whole         ? number == 1 ? InEach{"hour", "hora"} : InEach{"hours", "horas"}
                                : number == 1 ? InEach{"minute", "minuto"}
                                      : InEach{"minutes", "minutos"};
    return fmt::format("{} {} {}", number, unit.in(language), before());
  }
  std::string operator()(const DaysBeforeSameTime& offset) const {
    constexpr InEach same{", at the same time", ", a la misma hora"};
    return days(offset.days, false).append(same.in(language));
  }
  std::string operator()(const DaysBeforeAt& offset) const { return days(offset.days, false); }
  std::string operator()(const BusinessDaysBeforeAt& offset) const { return days(offset.days, true); }

 private:
  std::string_view before() const { return InEach{"before", "antes"}.in(language); }
  std::string days(int count, bool working) const {
    if (count == 0) return std::string(InEach{"on the day", "el mismo día"}.in(language));
    if (count == 1 && !working) return std::string(InEach{"the day before", "el día antes"}.in(language));
    if (count == 1) return std::string(InEach{"the working day before", "el día hábil antes"}.in(language));
    const InEach unit = working ? InEach{"working days", "días hábiles"} : InEach{"days", "días"};
    return fmt::format("{} {} {}", count, unit.in(language), before());
  }
};

}  // namespace

std::string_view word(Tone tone) {
  switch (tone) {
    case Tone::good: return "good";
    case Tone::neutral: return "neutral";
    case Tone::bad: return "bad";
    case Tone::quiet: return "quiet";
  }
  return "quiet";
}

std::string_view name_of(Channel channel, Language language) {
  switch (channel) {
    case Channel::call: return InEach{"Call", "Llamada"}.in(language);
    case Channel::text: return InEach{"Text", "Mensaje"}.in(language);
    case Channel::email: return InEach{"Email", "Correo"}.in(language);
  }
  return InEach{"Contact", "Contacto"}.in(language);
}

Sentence sentence(const LedgerRow& row, Language language) { return RowWords(row, language).all(); }

Sentence sentence(Channel channel, AttemptState state, AttemptOutcome outcome, Language language) {
  const std::string_view what = name_of(channel, language);
  const auto says = [&](InEach words, Tone tone) { return Sentence{std::string(words.in(language)), tone}; };
  const auto names = [&](InEach words, Tone tone) {
    return Sentence{fmt::format("{}: {}", what, words.in(language)), tone};
  };
  switch (outcome) {
    case AttemptOutcome::heard:
      return channel == Channel::call ? says({"A person heard the call.", "Una persona oyó la llamada."}, Tone::neutral)
                                      : says({"A person read it.", "Una persona lo leyó."}, Tone::neutral);
    case AttemptOutcome::machine:
      return says({"The message was left on a machine; nobody knows who listened.",
                   "El mensaje quedó en un contestador; nadie sabe quién lo escuchó."},
                  Tone::neutral);
    case AttemptOutcome::delivered: return names({"delivered.", "entrega confirmada."}, Tone::neutral);
    case AttemptOutcome::sent: return names({"sent, without a receipt.", "salió, sin acuse de recibo."}, Tone::neutral);
    case AttemptOutcome::busy: return says({"The line was busy.", "La línea estaba ocupada."}, Tone::bad);
    case AttemptOutcome::no_answer: return says({"Nobody answered.", "Nadie contestó."}, Tone::bad);
    case AttemptOutcome::failed:
      return names({"it failed, and reached nobody.", "falló, y no llegó a nadie."}, Tone::bad);
    case AttemptOutcome::cancelled:
      return names({"called off before it was answered.", "se anuló antes de que contestaran."}, Tone::quiet);
    case AttemptOutcome::none: break;
  }
  switch (state) {
    case AttemptState::intended:
    case AttemptState::accepted: return names({"under way.", "en camino."}, Tone::neutral);
    case AttemptState::ringing: return says({"It rings.", "Está sonando."}, Tone::neutral);
    case AttemptState::in_progress:
      return says({"Answered: the call goes on.", "Contestaron: la llamada sigue."}, Tone::neutral);
    case AttemptState::ended: return names({"over.", "terminó."}, Tone::quiet);
    case AttemptState::refused: return names({"the provider refused it.", "el proveedor rechazó el envío."}, Tone::bad);
    case AttemptState::not_sent: return names({"it did not leave.", "no salió."}, Tone::bad);
    case AttemptState::unknown:
      return names({"it is not known whether it took place; the provider is asked.",
                    "no se sabe si llegó a ocurrir; se pregunta al proveedor."},
                   Tone::bad);
    case AttemptState::absent:
      return names({"the provider knows nothing of it: it probably never took place.",
                    "el proveedor no sabe nada: probablemente no llegó a ocurrir."},
                   Tone::bad);
  }
  return {std::string(what)};
}

Sentence sentence(Channel channel, AttemptState state, AttemptOutcome outcome, Evidence evidence, Language language) {
  if (outcome != AttemptOutcome::machine) return sentence(channel, state, outcome, language);
  constexpr InEach after_beep{"The message was left on a machine, after its beep.",
                              "El mensaje quedó en un contestador, después de su tono."};
  constexpr InEach without_beep{"The message was played to a machine; no beep was heard.",
                                "El mensaje se dijo a un contestador; no se oyó ningún tono."};
  constexpr InEach to_nobody{"The message was played; nobody knows who listened.",
                             "El mensaje se dijo; nadie sabe quién lo escuchó."};
  const InEach words = evidence == Evidence::beep      ? after_beep
                       : evidence == Evidence::machine ? without_beep
                                                       : to_nobody;
  return {std::string(words.in(language)), Tone::neutral};
}

std::string_view grade(AttemptOutcome outcome, Evidence evidence) {
  if (outcome != AttemptOutcome::machine) return "";
  switch (evidence) {
    case Evidence::beep: return "left_after_beep";
    case Evidence::machine: return "played_to_machine";
    case Evidence::none: break;
  }
  return "no_evidence";
}

std::string unreachable_words(const std::string& said, Language language) {
  constexpr InEach nothing{"There is no phone number or email address for this client.",
                           "No hay número de teléfono ni correo para este cliente."};
  if (said.empty()) return std::string(nothing.in(language));
  std::string sentence = retold(said, language);
  const bool known = language == Language::en || sentence != said;
  if (sentence[0] >= 'a' && sentence[0] <= 'z') sentence[0] = static_cast<char>(sentence[0] - 'a' + 'A');
  if (!sentence.ends_with('.')) sentence += '.';
  return known ? sentence : fmt::format("No hay un número que sirva: «{}»", sentence);
}

std::string rule_words(const Rule& rule, Language language) {
  InEach what{"A call", "Una llamada"};
  if (rule.channel == Channel::text) what = {"A text", "Un mensaje"};
  if (rule.channel == Channel::email) what = {"An email", "Un correo"};
  return fmt::format("{}, {}", what.in(language), std::visit(OffsetWords{language}, rule.offset));
}

}  // namespace courtesy::api
