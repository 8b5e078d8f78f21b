#include "schedule/machines.h"

namespace courtesy {

std::string_view to_string(Machines machines) {
  switch (machines) {
    case Machines::ask_first_hint: return "ask_first_hint";
    case Machines::ask_first_repeat: return "ask_first_repeat";
    case Machines::ask_first: return "ask_first";
    case Machines::keypress: return "keypress";
    case Machines::keyless: return "keyless";
    case Machines::detect: return "detect";
    case Machines::ignore: return "ignore";
  }
  return "ask_first_hint";
}

std::optional<Machines> parse_machines(std::string_view text) {
  for (const Machines machines : all_machines) {
    if (to_string(machines) == text) return machines;
  }
  return std::nullopt;
}

MachinesWay way_of(Machines machines) {
  switch (machines) {
    case Machines::ask_first_hint:
    case Machines::ask_first_repeat: return {.answer = "ask_first"};
    case Machines::ask_first: return {.answer = "ask_first", .one_copy = true};
    case Machines::keypress: return {.answer = "ask_first", .only_to_persons = true};
    case Machines::keyless: return {.answer = "keyless"};
    case Machines::detect: return {.answer = "same_for_all", .one_copy = true};
    case Machines::ignore: return {.answer = "same_for_all"};
  }
  return {.answer = "ask_first"};
}

}  // namespace courtesy
