#include "interlock/decision.h"

#include <array>

namespace courtesy {
namespace {

struct Word {
  std::string_view code;
  InEach sentence;
};

// In the order of the enum.
constexpr std::array<Word, 37> reasons{{
    {"none", {"", ""}},
    {"stopped",
     {"All sending is stopped until a person releases it.",
      "Todos los envíos están detenidos hasta que una persona los reanude."}},
    {"not_allow_listed",
     {"Outside production only numbers on the allow list are contacted.",
      "Fuera de producción solo se contacta a los números de la lista permitida."}},
    {"test_key",
     {"It was booked with a test key, which contacts nobody.",
      "Se reservó con una clave de prueba, que no contacta a nadie."}},
    {"guest_key",
     {"It was booked with a guest key, which contacts only numbers and addresses of the allow list.",
      "Se reservó con una clave de invitados, que solo contacta a números y direcciones de la lista permitida."}},
    {"appointment_cancelled", {"The appointment was cancelled.", "La cita se canceló."}},
    {"appointment_moved", {"The appointment was moved to another time.", "La cita se pasó a otra hora."}},
    {"recipient_changed",
     {"The client has another number or address by now.", "El cliente tiene ahora otro número u otra dirección."}},
    {"already_confirmed", {"The client has already confirmed.", "El cliente ya confirmó."}},
    {"appointment_past", {"The appointment has already begun.", "La cita ya empezó."}},
    {"too_late", {"It was later than its rule allows.", "Era más tarde de lo que permite su regla."}},
    {"already_told",
     {"The client was already reminded of this appointment.", "Al cliente ya se le recordó esta cita."}},
    {"unreachable",
     {"There is no usable number or address for this client.",
      "No hay número ni dirección que sirva para este cliente."}},
    {"no_consent",
     {"No consent is on record for contacting this client.",
      "No consta ningún consentimiento para contactar a este cliente."}},
    {"suppressed", {"The client does not want to be contacted.", "El cliente no quiere que lo contacten."}},
    {"country_not_allowed",
     {"The number is in a country that this account may not contact.",
      "El número es de un país al que esta cuenta no puede llamar."}},
    {"number_not_allowed",
     {"The number is the business's own, or of a kind that is never contacted (emergency, short or premium rate).",
      "El número es del propio negocio, o de una clase que nunca se contacta (emergencias, corto o de tarifa "
      "especial)."}},
    {"zone_unknown",
     {"It is not known which time of day it is where the client is.", "No se sabe qué hora es donde está el cliente."}},
    {"outside_hours",
     {"It is outside the hours in which this client may be contacted.",
      "Está fuera de las horas en que se puede contactar a este cliente."}},
    {"no_hours_left",
     {"No permitted hour is left before the appointment.", "No queda ninguna hora permitida antes de la cita."}},
    {"closed_day",
     {"The business is closed that day, and nobody would be there to be rung back.",
      "El negocio está cerrado ese día, y no habría nadie a quien devolver la llamada."}},
    {"contact_running",
     {"Another contact with this number is under way.", "Hay otro contacto en curso con este número."}},
    {"recipient_cap",
     {"This number has been contacted as often as is allowed.",
      "Este número ya se contactó tantas veces como se permite."}},
    {"line_pace", {"The line was busy with other calls.", "La línea estaba ocupada con otras llamadas."}},
    {"account_pace",
     {"It waits its turn: this account's pace is reached.", "Espera su turno: se alcanzó el ritmo de esta cuenta."}},
    {"capacity",
     {"Nobody would be free to talk to those who ring back.",
      "Nadie estaría libre para atender a quienes devuelvan la llamada."}},
    {"budget", {"The account's budget for contacts is spent.", "El presupuesto de la cuenta para contactos se agotó."}},
    {"unusual_volume",
     {"There is far more to send than usual: a person must look first.",
      "Hay mucho más que enviar de lo habitual: una persona debe mirarlo antes."}},
    {"probation",
     {"After a stop or an outage sending begins slowly.",
      "Después de una detención o una avería se empieza despacio."}},
    {"clock_wrong",
     {"The clock of this machine cannot be trusted.", "No se puede confiar en el reloj de esta máquina."}},
    {"merged", {"It was said together with another reminder.", "Se dijo junto con otro recordatorio."}},
    {"discarded", {"A person decided that it is not sent.", "Una persona decidió que no se envíe."}},
    {"due_before_saved",
     {"It was already due when the appointment was first imported or the rule was made.",
      "Ya tocaba cuando se importó la cita o se creó la regla."}},
    {"given_up",
     {"It had been given up before; nobody is told twice.",
      "Ya se había dado por perdido; a nadie se le dice dos veces."}},
    {"cannot_prepare",
     {"The message could not be prepared; see the error beside it.",
      "El mensaje no se pudo preparar; vea el error que lo acompaña."}},
    {"interlock_error",
     {"A safety check failed to run, which counts as a no.",
      "Una comprobación de seguridad no pudo hacerse, y eso cuenta como un no."}},
    {"record_lost",
     {"It went out, or may have, and the database has lost the record of it: look before it is sent.",
      "Salió, o pudo salir, y la base de datos perdió el registro: mírelo antes de enviarlo."}},
}};

}  // namespace

std::string_view to_string(DecisionKind kind) {
  switch (kind) {
    case DecisionKind::allow: return "allow";
    case DecisionKind::defer: return "defer";
    case DecisionKind::hold: return "hold";
    case DecisionKind::drop: return "drop";
  }
  return "drop";
}

std::string_view to_string(Reason reason) { return reasons[static_cast<std::size_t>(reason)].code; }
std::string_view explain(Reason reason, Language language) {
  return reasons[static_cast<std::size_t>(reason)].sentence.in(language);
}

std::optional<Reason> parse_reason(std::string_view text) {
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    if (reasons[i].code == text) return static_cast<Reason>(i);
  }
  return std::nullopt;
}

bool moves_send_time(Reason reason) {
  return reason == Reason::outside_hours || reason == Reason::closed_day || reason == Reason::recipient_cap;
}

}  // namespace courtesy
