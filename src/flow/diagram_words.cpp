#include "flow/diagram_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/result.h"

namespace courtesy::flow {
namespace {

InEach action_words(Action action) {
  switch (action) {
    case Action::confirm: return {"confirm", "confirma"};
    case Action::cancel: return {"cancel", "cancela"};
    case Action::request_call_back: return {"request call back", "pide que le llamen"};
    case Action::opt_out: return {"opt out", "no quiere más avisos"};
    case Action::heard_by_person: return {"heard by person", "lo oye una persona"};
    case Action::left_on_machine: return {"left on machine", "queda en el contestador"};
    case Action::acknowledge: return {"acknowledge", "se hace cargo"};
    case Action::save_recording: return {"save recording", "guarda el mensaje"};
    case Action::keep_prompt: return {"keep prompt", "guarda la frase"};
    case Action::discard_prompt: return {"discard prompt", "descarta la frase"};
    case Action::note_missed_call: return {"note missed call", "anota la llamada"};
  }
  INVARIANT(false);
}

/// In Spanish: what English has as the author wrote it.
std::string_view spanish_flag(std::string_view flag) {
  static const std::map<std::string_view, std::string_view> words{
      {"can_put_through", "alguien puede atender"},
      {"known_caller", "conocemos el número"},
      {"may_cancel", "se puede cancelar"},
      {"may_call_back", "se devuelven las llamadas"},
      {"one_copy", "el contestador lo oye una vez"},
      {"only_to_persons", "nada para contestadores"},
      {"open_now", "está abierto"},
  };
  return words.at(flag);
}

std::string_view spanish_question(std::string_view question) {
  static const std::map<std::string_view, std::string_view> words{
      {"caller", "quién llama"},       {"identify", "de quién es"},        {"look_up", "qué hay de"},
      {"machines", "contestadores"},   {"room_for_prompt", "queda sitio"}, {"verify_code", "vale el código"},
      {"verify_pin", "vale la clave"},
  };
  return words.at(question);
}

}  // namespace

std::string with_spaces(std::string_view name) {
  std::string words(name);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string counted_words(std::size_t count, InEach one, InEach many, Language language) {
  return fmt::format("{} {}", count, (count == 1 ? one : many).in(language));
}

std::string calls_words(std::size_t count, Language language) {
  return counted_words(count, {"call", "llamada"}, {"calls", "llamadas"}, language);
}

std::string kind_words(const State& state, Language language) {
  const auto say = [&](std::string_view en, std::string_view es) { return std::string(InEach(en, es).in(language)); };
  switch (state.waits_for) {
    case WaitsFor::key: return say("asks", "pregunta");
    case WaitsFor::played: return say("speaks", "habla");
    case WaitsFor::nothing: return say("speaks, hangs up", "habla y cuelga");
    case WaitsFor::digits: return say("asks for ", "pide ") + with_spaces(state.field);
    case WaitsFor::recording: return say("records", "graba");
    case WaitsFor::dial: return say("puts through", "pasa la llamada");
    case WaitsFor::answer: return say("looks up", "consulta");
    case WaitsFor::flow: return say("runs a flow", "otro flujo");
  }
  INVARIANT(false);
}

std::string silent_words(const State& state, Language language) {
  constexpr InEach flow_words{"The flow ", "El flujo "};
  constexpr InEach by_words{" by ", " con "};
  if (state.waits_for == WaitsFor::flow) return std::string(flow_words.in(language)) + state.run;
  const bool spanish = language == Language::es;
  std::string words = spanish ? "¿" + std::string(spanish_question(state.ask)) : with_spaces(state.ask);
  if (!state.fact.empty()) words += " " + with_spaces(state.fact);
  if (!state.purpose.empty()) words += " (" + with_spaces(state.purpose) + ")";
  if (!state.with.empty()) words += std::string(by_words.in(language)) + with_spaces(state.with);
  return words + "?";
}

std::string flag_words(std::string_view flag, Language language) {
  return language == Language::es ? std::string(spanish_flag(flag)) : with_spaces(flag);
}

std::string deed_words(const Transition& transition, Language language) {
  constexpr InEach emits{"emit ", "avisa: "};
  std::string words;
  const auto add = [&](const std::string& deed) { (words += words.empty() ? "" : ", ") += deed; };
  for (const Action action : transition.actions) add(std::string(action_words(action).in(language)));
  for (const std::string& event : transition.events) add(std::string(emits.in(language)) + with_spaces(event));
  return words;
}

}  // namespace courtesy::flow
