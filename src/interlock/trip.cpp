#include "interlock/trip.h"

#include <fmt/format.h>

#include <array>

namespace courtesy {
namespace {

struct Word {
  std::string_view code;
  Severity severity;
  InEach sentence;
};

// In the order of the enum.
constexpr std::array<Word, 22> rules{{
    {"broken_promise",
     Severity::hard,
     {"A contact was about to leave that a safety check must refuse",
      "Iba a salir un contacto que una comprobación de seguridad debe rechazar"}},
    {"second_attempt",
     Severity::hard,
     {"A reminder has more than one attempt that may have reached somebody",
      "Un recordatorio tiene más de un intento que pudo haber llegado a alguien"}},
    {"double_entry",
     Severity::hard,
     {"There is more to send, or more was sent, than the appointments and rules give",
      "Hay más por enviar, o se envió más, de lo que dan las citas y las reglas"}},
    {"several_matches",
     Severity::hard,
     {"The gateway has more than one call or text that could be the same attempt",
      "El proveedor tiene más de una llamada o un mensaje que podría ser el mismo intento"}},
    {"backlog",
     Severity::soft,
     {"Reminders came due while nothing was working", "Vencieron recordatorios mientras nada funcionaba"}},
    {"contacts_per_recipient",
     Severity::hard,
     {"The same few people were contacted again and again within an hour",
      "Se contactó una y otra vez a las mismas pocas personas en una hora"}},
    {"volume_hour",
     Severity::hard,
     {"Far more was about to go out within an hour than ever before", "Iba a salir en una hora mucho más que nunca"}},
    {"volume_day",
     Severity::hard,
     {"Far more was about to go out within a day than ever before", "Iba a salir en un día mucho más que nunca"}},
    {"planned_volume",
     Severity::soft,
     {"Far more is planned for the coming day than ever went out",
      "Para el próximo día hay previsto mucho más de lo que nunca salió"}},
    {"house_volume",
     Severity::hard,
     {"Far more was about to go out within an hour, over all accounts, than ever before",
      "Iba a salir en una hora, entre todas las cuentas, mucho más que nunca"}},
    {"accounts_tripped",
     Severity::hard,
     {"Several accounts were stopped by the failsafe within an hour",
      "El control de seguridad detuvo varias cuentas en una hora"}},
    {"provider_errors",
     Severity::soft,
     {"The provider fails: its route rests for a while", "El proveedor falla: su vía descansa un rato"}},
    {"wrong_credentials",
     Severity::hard,
     {"The provider refuses us, whoever is contacted: credentials, sender or rights",
      "El proveedor nos rechaza, sea quien sea el contactado: credenciales, remitente o permisos"}},
    {"opt_outs",
     Severity::hard,
     {"Unusually many people asked not to be contacted any more",
      "Más personas de lo habitual pidieron que no se las contacte más"}},
    {"unknown_endings",
     Severity::hard,
     {"Of several sends within an hour nobody knows what became of them",
      "De varios envíos en una hora nadie sabe qué fue de ellos"}},
    {"bad_signatures",
     Severity::hard,
     {"The provider's callbacks do not bear the right signature",
      "Los avisos del proveedor no llevan la firma correcta"}},
    {"spend",
     Severity::hard,
     {"Far more money was about to be spent within a day than ever before",
      "Se iba a gastar en un día mucho más dinero que nunca"}},
    {"clock_jump",
     Severity::hard,
     {"The clock of this machine jumped, in seconds", "El reloj de esta máquina saltó, en segundos"}},
    {"clock_behind",
     Severity::hard,
     {"The clock of this machine is behind what was recorded before, in seconds",
      "El reloj de esta máquina va por detrás de lo ya registrado, en segundos"}},
    {"tz_database",
     Severity::hard,
     {"The time zone database is too old to ring people by it, in days",
      "La base de zonas horarias es demasiado antigua para llamar según ella, en días"}},
    {"store_went_back",
     Severity::hard,
     {"The database is older than what was seen committed in it: a copy, or a replica that did not have all. Accounts "
      "with lost rows",
      "La base de datos es más antigua que lo que se vio confirmado en ella: una copia, o una réplica a la que le "
      "faltaba algo. Cuentas con filas perdidas"}},
    {"wrong_codes",
     Severity::soft,
     {"Codes were guessed on the phone: this number takes none until a person re-opens it",
      "Se intentaron adivinar códigos por teléfono: este número no acepta ninguno hasta que una persona lo reabra"}},
}};

const Word& word_of(TripRule rule) { return rules.at(static_cast<std::size_t>(rule)); }

std::string figure(TripRule rule, std::int64_t value) {
  switch (rule) {
    case TripRule::contacts_per_recipient: return fmt::format("{}.{:02}", value / 100, value % 100);
    case TripRule::spend: return fmt::format("{}.{:02}", value / 1000, value % 1000 / 10);
    case TripRule::opt_outs: return fmt::format("{} %", value);
    default: return fmt::format("{}", value);
  }
}

}  // namespace

std::string_view to_string(TripRule rule) { return word_of(rule).code; }
std::string_view explain(TripRule rule, Language language) { return word_of(rule).sentence.in(language); }
Severity severity_of(TripRule rule) { return word_of(rule).severity; }

std::optional<TripRule> parse_trip_rule(std::string_view text) {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (rules[i].code == text) return static_cast<TripRule>(i);
  }
  return std::nullopt;
}

std::string_view to_string(Severity severity) { return severity == Severity::soft ? "soft" : "hard"; }

bool breaks_a_promise(TripRule rule) {
  return rule == TripRule::broken_promise || rule == TripRule::second_attempt || rule == TripRule::double_entry ||
         rule == TripRule::several_matches;
}

bool concerns_the_house(TripRule rule) {
  return rule == TripRule::clock_jump || rule == TripRule::clock_behind || rule == TripRule::tz_database ||
         rule == TripRule::bad_signatures;
}

std::string in_words(const Trip& trip, Language language) {
  const std::string about = trip.about.empty() ? std::string{} : fmt::format(" ({})", trip.about);
  constexpr InEach words{"{}{}: {}, where {} is the limit.", "{}{}: {}, y el límite es {}."};
  return fmt::format(fmt::runtime(words.in(language)), explain(trip.rule, language), about,
                     figure(trip.rule, trip.value), figure(trip.rule, trip.limit));
}

}  // namespace courtesy
