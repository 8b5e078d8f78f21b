// How a rule wants answering machines handled. docs/reference/machines.md has what each comes to, measured.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace courtesy {

/// Words of the database, the API and the command line.
enum class Machines {
  ask_first_hint,    ///< as ask_first_repeat; where the gateway detects, its hint begins the message once more
  ask_first_repeat,  ///< "to hear it, press 1"; silence is a machine, which gets the message three times
  ask_first,         ///< the same, once
  keypress,          ///< nothing is said without a key
  keyless,           ///< all hear the machine's message, three times
  detect,            ///< silent until the gateway says who answered: a machine gets its message, a person hers
  ignore,            ///< all hear the same at once, keys and all
};
inline constexpr std::array all_machines{Machines::ask_first_hint, Machines::ask_first_repeat, Machines::ask_first,
                                         Machines::keypress,       Machines::keyless,          Machines::detect,
                                         Machines::ignore};

std::string_view to_string(Machines machines);
std::optional<Machines> parse_machines(std::string_view text);

/// What the setting is to a flow.
struct MachinesWay {
  std::string_view answer;  ///< to its question `machines`
  bool one_copy = false;    ///< guards of its transitions
  bool only_to_persons = false;
};
MachinesWay way_of(Machines machines);

}  // namespace courtesy
