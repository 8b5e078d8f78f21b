#include "flow/notices.h"

#include <fmt/format.h>

namespace courtesy::flow {
namespace {

bool is_spanish(std::string_view language) { return language.substr(0, language.find_first_of("-_")) == "es"; }

twiml::Element say_and_hang_up(std::string text, std::string_view language) {
  return {.name = "Response",
          .children = {twiml::Element{.name = "Say",
                                      .attributes = {{"language", is_spanish(language) ? "es-MX" : "en-US"}},
                                      .children = {std::move(text)}},
                       twiml::Element{.name = "Hangup"}}};
}

}  // namespace

twiml::Element called_off(std::string_view business, std::string_view language) {
  return say_and_hang_up(
      is_spanish(language)
          ? fmt::format("Le llama {}. Este aviso ya no es necesario y usted no tiene que hacer nada. Adiós.", business)
          : fmt::format("This is {}. This call is no longer needed, and there is nothing you have to do. Goodbye.",
                        business),
      language);
}

twiml::Element changed_meanwhile(std::string_view callback_number, std::string_view language) {
  const bool spanish = is_spanish(language);
  std::string words =
      spanish ? "Esta cita se cambió hace un momento, mientras hablábamos, y lo que usted marcó no cuenta. "
              : "This appointment was changed a moment ago, while we spoke, and what you pressed does not count. ";
  if (!callback_number.empty())
    words += fmt::format(
        fmt::runtime(spanish ? "Si desea preguntarnos, llame al {}. " : "If you wish to ask us, please call {}. "),
        callback_number);
  return say_and_hang_up(words + (spanish ? "Adiós." : "Goodbye."), language);
}

twiml::Element cannot_speak_now(std::string_view business, std::string_view callback_number,
                                std::string_view language) {
  const bool spanish = is_spanish(language);
  std::string words;
  if (!business.empty()) words += fmt::format(fmt::runtime(spanish ? "Le llama {}. " : "This is {}. "), business);
  words +=
      spanish ? "En este momento no podemos darle nuestro mensaje. " : "We cannot give you our message right now. ";
  if (!callback_number.empty())
    words += fmt::format(
        fmt::runtime(spanish ? "Si desea preguntarnos, llame al {}. " : "If you wish to ask us, please call {}. "),
        callback_number);
  return say_and_hang_up(words + (spanish ? "Adiós." : "Goodbye."), language);
}

}  // namespace courtesy::flow
