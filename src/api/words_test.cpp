// Sentences in each language.
#include "api/words.h"

#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <set>

#include "api/known_words.h"
#include "api/test_house.h"
#include "ledger/standing.h"

using namespace courtesy;
using api::ApiHouse;
using api::text_at;

namespace {

/// The `{names}` in it.
std::multiset<std::string> holes(std::string_view words) {
  std::multiset<std::string> found;
  for (auto open = words.find('{'); open != std::string_view::npos; open = words.find('{', open + 1)) {
    found.emplace(words.substr(open + 1, words.find('}', open) - open - 1));
  }
  return found;
}

LedgerRow row(std::string kind, std::string code, std::string body = {}, std::string channel = "call") {
  return {.at = {},
          .kind = std::move(kind),
          .code = std::move(code),
          .channel = std::move(channel),
          .body = std::move(body)};
}

std::string in_spanish(LedgerRow what) { return api::sentence(what, Language::es).text; }

}  // namespace

TEST_CASE("each known row is told once, in each language, with the same values in it") {
  std::set<std::pair<LedgerKind, std::string_view>> seen;
  for (const auto& known : api::known_words()) {
    INFO(known.words.en);
    CHECK(seen.emplace(known.kind, known.code).second);
    CHECK_FALSE(known.words.en.empty());
    CHECK(known.words.es != known.words.en);
    CHECK(holes(known.words.es) == holes(known.words.en));
  }
}

TEST_CASE("every row of the ledger is told in the language of whoever reads it") {
  for (const LedgerKind kind : all_ledger_kinds()) {
    if (kind == LedgerKind::error) continue;  // a code that nobody knows is all there is to tell
    const LedgerRow odd = row(std::string(to_string(kind)), "unheard_of");
    INFO(to_string(kind));
    CHECK(api::sentence(odd, Language::es).text != api::sentence(odd).text);
    CHECK(api::sentence(odd, Language::es).tone == api::sentence(odd).tone);
  }
  CHECK(in_spanish(row("decided", "outside_hours", R"({"decision":"defer"})")) ==
        "Llamada: espera. Está fuera de las horas en que se puede contactar a este cliente.");
  CHECK(in_spanish(row("decided", "no_consent", R"({"decision":"drop"})", "text")) ==
        "Sin mensaje. No consta ningún consentimiento para contactar a este cliente.");
  CHECK(in_spanish(row("by_hand", "released", R"({"who":"Kim","why":"es correcto"})")) ==
        "Se dejó salir (Kim): es correcto");
  CHECK(in_spanish(row("by_hand", "never_contact", R"({"way":"email"})")) == "No contactar nunca por correo.");
  CHECK(in_spanish(row("sent", "refused", R"({"detail":"busy"})")) == "Llamada: el proveedor rechazó el envío: busy.");
  CHECK(in_spanish(row("spoken", "confirmed", R"({"input":"2/keys"})")) == "Se pulsa una tecla: suena «Confirmada».");
  CHECK(in_spanish(row("spoken", "ask_age", R"({"input":"2/keys"})")) == "Se pulsa una tecla: suena «Ask age».");
  CHECK(in_spanish(row("by_hand", "flow_published", R"({"flow":"missed-call","title":"A missed call is noted"})")) ==
        "Las llamadas nuevas usan otra versión del flujo «Se anota una llamada perdida».");
  CHECK(in_spanish(row("by_hand", "template_published", R"({"template":"appointment-text","language":"en"})")) ==
        "Se publicó la plantilla «Recordatorio de cita por mensaje» en inglés.");
  CHECK(in_spanish(row("by_hand", "template_published", R"({"template":"my-own","language":"es-MX"})")) ==
        "Se publicó la plantilla my-own (es-MX).");
  CHECK(in_spanish(row("stopped", "", R"({"scope":"house","who":"Kim"})")) ==
        "Se detuvieron todos los envíos de toda la instalación por Kim.");
  CHECK(in_spanish(row("reconciled", "ringing")) == "Se preguntó al proveedor qué fue de esto. Está sonando.");
}

TEST_CASE("however an attempt stands, each language has its own words for it") {
  for (int state = 0; state <= static_cast<int>(AttemptState::absent); ++state) {
    for (int outcome = 0; outcome <= static_cast<int>(AttemptOutcome::cancelled); ++outcome) {
      for (const Channel channel : {Channel::call, Channel::text, Channel::email}) {
        const auto told = [&](Language language) {
          return api::sentence(channel, static_cast<AttemptState>(state), static_cast<AttemptOutcome>(outcome),
                               Evidence::none, language)
              .text;
        };
        CHECK(told(Language::en) != told(Language::es));
        CHECK(told(Language::es).ends_with('.'));
      }
    }
  }
}

TEST_CASE("what comes next is told in each language") {
  for (int state = 0; state <= static_cast<int>(ReminderState::withdrawn); ++state) {
    ReminderStanding reminder{.channel = Channel::call,
                              .state = static_cast<ReminderState>(state),
                              .reason = Reason::none,
                              .next = {},
                              .has_way = true,
                              .last = std::nullopt};
    const std::string spanish = what_comes(reminder, std::nullopt, Instant{}, Language::es).text;
    INFO(spanish);
    CHECK(spanish.starts_with("Llamada: "));
    CHECK(what_comes(reminder, std::nullopt, Instant{}).text.starts_with("Call: "));
  }
  const ReminderStanding waits{Channel::text, ReminderState::waiting, Reason::stopped, Instant{}, true, std::nullopt};
  const StopStanding stop{.whole_house = false, .failsafe = false, .who = "Kim", .why = "algo va mal"};
  CHECK(what_comes(waits, stop, Instant{}, Language::es)
            .text.starts_with(
                "Mensaje: espera, porque Kim detuvo los envíos: algo va mal. Una persona la reanuda en la página"));
}

TEST_CASE(
    "why nobody can be reached is told in the language that is asked for, and quoted where it is not known in that") {
  CHECK(api::unreachable_words("phone number: has letters; write it in digits") ==
        "Phone number: has letters; write it in digits.");
  CHECK(api::unreachable_words("phone number: has letters; write it in digits", Language::es) ==
        "Teléfono: tiene letras; escríbalo en cifras.");
  CHECK(api::unreachable_words("nobody has said why", Language::es) ==
        "No hay un número que sirva: «Nobody has said why.»");
  CHECK(api::unreachable_words("", Language::es) == "No hay número de teléfono ni correo para este cliente.");
}

TEST_CASE("rules are told in Spanish too") {
  const auto words = [](Offset offset) {
    return api::rule_words({.id = {}, .channel = Channel::call, .offset = offset, .content = ""}, Language::es);
  };
  CHECK(words(ElapsedBefore{minutes{120}}) == "Una llamada, 2 horas antes");
  CHECK(words(ElapsedBefore{minutes{60}}) == "Una llamada, 1 hora antes");
  CHECK(words(ElapsedBefore{minutes{90}}) == "Una llamada, 90 minutos antes");
  CHECK(words(DaysBeforeAt{1, hours{17}}) == "Una llamada, el día antes");
  CHECK(words(DaysBeforeAt{0, hours{8}}) == "Una llamada, el mismo día");
  CHECK(words(BusinessDaysBeforeAt{1, hours{8}}) == "Una llamada, el día hábil antes");
  CHECK(words(DaysBeforeSameTime{3}) == "Una llamada, 3 días antes, a la misma hora");
}

TEST_CASE("the API answers in the language that is asked for, and the ledger keeps none") {
  ApiHouse house;
  house.import({ApiHouse::booked("a", "2026-05-13T11:30")});
  const auto history = [&](const char* wish) {
    const auto answer = house.ask("GET", "/v1/appointments/1", {}, {{"Accept-Language", wish}});
    return text_at(boost::json::parse(answer.body).at("history"), "/0/text");
  };
  CHECK(history("es-MX, en;q=0.5") == "Reservada.");
  CHECK(history("en") == "Booked.");
  CHECK(history("") == "Booked.");
}
