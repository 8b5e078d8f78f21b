#include "ledger/standing.h"

#include <fmt/format.h>

namespace courtesy {
namespace {

InEach name_of(Channel channel) {
  switch (channel) {
    case Channel::call: return {"Call", "Llamada"};
    case Channel::text: return {"Text", "Mensaje"};
    case Channel::email: return {"Email", "Correo"};
  }
  return {"Contact", "Contacto"};
}

/// One reminder's words in one language, after its name: "Call: ...".
class Standing {
 public:
  Standing(const ReminderStanding& reminder, Language language)
      : reminder_(reminder), language_(language), name_(name_of(reminder.channel).in(language)) {}

  NextWords waiting(const std::optional<StopStanding>& stop, Instant now) const {
    if (!reminder_.has_way) return named(no_way(), reminder_.next, true);
    if (stop) return behind(*stop);
    const Reason reason = reminder_.reason == Reason::stopped ? Reason::none : reminder_.reason;
    if (reminder_.next <= now)
      return named(fmt::format("{}.{} {}", said({"due now", "toca ahora"}), because(reason),
                               said({"It goes out as soon as every check says yes and there is a place for it.",
                                     "Sale en cuanto toda comprobación diga que sí y haya lugar."})),
                   std::nullopt, true);
    if (reason == Reason::none)
      return says({"waits for its time, when every check is asked.",
                   "espera su hora; entonces se pregunta a toda comprobación."},
                  reminder_.next, true);
    return named(
        fmt::format("{}.{} {}", said({"waits", "espera"}), because(reason),
                    said({"It is looked at again at the time given.", "Se vuelve a mirar a la hora indicada."})),
        reminder_.next, true);
  }

  NextWords held() const {
    return named(
        fmt::format("{}.{} {}", said({"waits for a person's yes", "espera el sí de una persona"}),
                    because(reminder_.reason),
                    said({"It is on the held list: staff let it go, or discard it. Once it is too late to be useful it "
                          "is dropped, and staff are told.",
                          "Está en la lista de retenidos: el personal lo deja salir o lo descarta. Cuando ya no sirva, "
                          "se abandona y se avisa al personal."})),
        std::nullopt, true);
  }

  NextWords merged() const {
    return says({"said together with another reminder; should that one reach nobody, it comes after all.",
                 "se dice junto con otro recordatorio; si aquel no llega a nadie, sale de todos modos."});
  }

  NextWords under_way() const {
    const auto& last = reminder_.last;
    if (!last) return says({"under way.", "en camino."}, std::nullopt, true);
    switch (last->state) {
      case AttemptState::unknown: return in_doubt(*last);
      case AttemptState::intended:
        return says({"handed over just now; the provider's answer is awaited.",
                     "recién entregado; se espera la respuesta del proveedor."},
                    last->look_at, true);
      case AttemptState::ringing: return says({"it rings.", "está sonando."}, std::nullopt, true);
      case AttemptState::in_progress:
        return says({"answered, and going on.", "contestaron, y sigue."}, std::nullopt, true);
      default:
        return says({"with the provider. If nothing is heard of it, the provider is asked.",
                     "lo tiene el proveedor. Si no se sabe nada, se le pregunta."},
                    last->look_at, true);
    }
  }

  NextWords failed() const {
    const auto& last = reminder_.last;
    if (last && last->state == AttemptState::absent)
      return says(
          {"the provider knows nothing of it, so it probably never took place; it is not made again by itself. "
           "Staff are asked to ring.",
           "el proveedor no sabe nada, así que probablemente no ocurrió; no se repite por sí solo. Se pide al "
           "personal que llame."});
    if (last && last->state == AttemptState::unknown) return in_doubt(*last);
    return says(
        {"it reached nobody, and is not tried again. Staff are asked to ring unless another reminder reaches "
         "the client.",
         "no llegó a nadie, y no se intenta de nuevo. Se pide al personal que llame, salvo que otro "
         "recordatorio llegue al cliente."});
  }

  NextWords done() const { return says({"done; nothing more comes.", "hecho; no viene nada más."}); }
  NextWords dropped() const { return named(refused({"will not be made", "no se hará"})); }
  NextWords withdrawn() const { return named(refused({"withdrawn", "retirado"})); }

 private:
  NextWords named(std::string_view words, std::optional<Instant> at = std::nullopt, bool open = false) const {
    return {fmt::format("{}: {}", name_, words), at, open};
  }
  NextWords says(InEach words, std::optional<Instant> at = std::nullopt, bool open = false) const {
    return named(said(words), at, open);
  }
  std::string_view said(InEach words) const { return words.in(language_); }
  std::string because(Reason reason) const {
    return reason == Reason::none ? std::string{} : fmt::format(" {}", explain(reason, language_));
  }
  std::string refused(InEach words) const { return fmt::format("{}.{}", said(words), because(reminder_.reason)); }

  std::string_view no_way() const {
    const bool by_email = reminder_.channel == Channel::email;
    return by_email
               ? said({"will not be made: the client has no address.", "no se hará: el cliente no tiene dirección."})
               : said({"will not be made: the client has no number.", "no se hará: el cliente no tiene número."});
  }

  NextWords behind(const StopStanding& stop) const {
    const std::string_view why = stop.why.empty() ? said({"no reason given", "sin motivo indicado"}) : stop.why;
    const std::string_view who = stop.who.empty() ? said({"somebody", "alguien"}) : stop.who;
    const std::string what =
        stop.failsafe ? fmt::format("{}: {}",
                                    said({"the failsafe has stopped sending by itself",
                                          "el control de seguridad detuvo los envíos por sí solo"}),
                                    why)
                      : fmt::format("{} {}: {}", who, said({"has stopped sending", "detuvo los envíos"}), why);
    return named(
        fmt::format(
            "{}{}{} {} {}", said({"waits, since ", "espera, porque "}), what, what.ends_with('.') ? "" : ".",
            stop.whole_house ? said({"The whole installation is stopped, and its operator releases it, with "
                                     "`courtesy release`.",
                                     "Toda la instalación está detenida, y quien la opera la reanuda con "
                                     "`courtesy release`."})
                             : said({"A person releases it on the page, after looking at what would go out.",
                                     "Una persona la reanuda en la página, después de mirar qué saldría."}),
            said({"Then every check is asked again, and what is too late by then is not sent: staff are told.",
                  "Entonces se vuelve a preguntar a toda comprobación, y lo que ya llegue tarde no se envía: se "
                  "avisa al personal."})),
        std::nullopt, true);
  }

  NextWords in_doubt(const AttemptStanding& attempt) const {
    const std::string_view doubt = said({"it is not known whether it took place.", "no se sabe si llegó a ocurrir."});
    const std::string_view then =
        attempt.look_at ? said({"The provider is asked at the time given; it is not sent again by itself.",
                                "Se pregunta al proveedor a la hora indicada; no se repite por sí solo."})
                        : said({"The provider cannot say either: a person decides. It is not sent again by itself.",
                                "El proveedor tampoco lo sabe: decide una persona. No se repite por sí solo."});
    return named(fmt::format("{} {}", doubt, then), attempt.look_at, true);
  }

  const ReminderStanding& reminder_;
  Language language_;
  std::string_view name_;
};

}  // namespace

NextWords what_comes(const ReminderStanding& reminder, const std::optional<StopStanding>& stop, Instant now,
                     Language language) {
  const Standing standing(reminder, language);
  switch (reminder.state) {
    case ReminderState::waiting: return standing.waiting(stop, now);
    case ReminderState::held: return standing.held();
    case ReminderState::merged: return standing.merged();
    case ReminderState::intended: return standing.under_way();
    case ReminderState::done: return standing.done();
    case ReminderState::failed: return standing.failed();
    case ReminderState::dropped: return standing.dropped();
    case ReminderState::withdrawn: return standing.withdrawn();
  }
  return standing.done();
}

}  // namespace courtesy
