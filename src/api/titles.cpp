#include "api/titles.h"

#include <algorithm>
#include <array>
#include <utility>

namespace courtesy::api {
namespace {

constexpr std::array templates{
    std::pair("appointment-email", InEach{"Appointment reminder by email", "Recordatorio de cita por correo"}),
    std::pair("appointment-text", InEach{"Appointment reminder by text", "Recordatorio de cita por mensaje"}),
};

/// Each once, whichever of the flows has it.
constexpr auto states = std::to_array<InEach>({
    {"Opening", "Apertura"},
    {"Machine", "Contestador"},
    {"At once", "De una sola vez"},
    {"Menu", "Menú"},
    {"Confirmed", "Confirmada"},
    {"Cancelled", "Cancelada"},
    {"Call back", "Devolver la llamada"},
    {"Never again", "No más llamadas"},
    {"Goodbye", "Despedida"},
    {"Visit", "La cita"},
    {"Put through", "Pasar la llamada"},
    {"Message", "Dejar un mensaje"},
    {"Thanks", "Gracias"},
    {"Too late", "Demasiado tarde"},
    {"Code", "Código"},
    {"Code again", "Código, otra vez"},
    {"Locked", "Bloqueado"},
    {"Ringing", "Suena"},
    {"Answered", "Contestada"},
    {"Noted", "Anotada"},
    {"Record", "Grabar"},
    {"Hear", "Escuchar"},
    {"Kept", "Conservada"},
    {"Began", "Empezado"},
    {"Hours", "Horas"},
    {"Read back", "Repetir"},
    {"Sent", "Enviado"},
    {"Pin", "PIN"},
    {"Pin again", "PIN, otra vez"},
    {"Order again", "Pedido, otra vez"},
    {"Status", "Estado del pedido"},
    {"Owed", "Lo que se debe"},
    {"No sum", "Sin importe"},
    {"Not known", "Desconocido"},
    {"Words", "Palabras"},
    {"What", "De qué se trata"},
    {"Taken", "Alguien se hace cargo"},
    {"Left", "Nadie se hace cargo"},
    {"Way", "Qué se hace con contestadores"},
    {"Who", "Quién llama"},
    {"Check", "Comprobación"},
    {"Look", "Consulta del pedido"},
    {"Look owed", "Consulta de lo que se debe"},
});

}  // namespace

std::optional<std::string_view> template_title(std::string_view name, Language language) {
  const auto* found = std::ranges::find(templates, name, [](const auto& one) { return std::string_view(one.first); });
  return found == templates.end() ? std::nullopt : std::optional(found->second.in(language));
}

std::string state_title(std::string_view name, Language language) {
  std::string title(name);
  std::ranges::replace(title, '_', ' ');
  if (!title.empty() && title[0] >= 'a' && title[0] <= 'z') title[0] = static_cast<char>(title[0] - 'a' + 'A');
  const auto* known = std::ranges::find(states, title, &InEach::en);
  return known == states.end() ? title : std::string(known->in(language));
}

}  // namespace courtesy::api
