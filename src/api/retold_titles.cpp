#include <array>

#include "api/retold.h"

namespace courtesy::api {
namespace {

constexpr auto table = std::to_array<InEach>({
    {"Appointment reminder, asks first", "Recordatorio: primero pregunta"},
    {"The line that clients ring back", "Línea para devolver la llamada"},
    {"Asks for a code", "Pide un código"},
    {"A missed call is noted", "Se anota una llamada perdida"},
    {"Page for the operator", "Aviso para quien opera el sistema"},
    {"Where is my order?", "¿Dónde está mi pedido?"},
    {"Record a prompt by phone", "Grabar una frase por teléfono"},
    {"Time card", "Registro de horas"},
    {"Words of dates and times", "Palabras de fechas y horas"},
});

}  // namespace

std::span<const InEach> retold_titles() { return table; }

}  // namespace courtesy::api
