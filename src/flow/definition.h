// flow.toml as plain values, each with its place in the file.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "flow/finding.h"
#include "flow/flow.h"

namespace courtesy::flow {

/// Destinations that are no states.
inline constexpr std::string_view again = "again";    ///< ask the same once more; bounded by State::tries
inline constexpr std::string_view repeat = "repeat";  ///< hear the same once more; bounded by State::repeats
inline constexpr std::string_view end = "end";        ///< hang up

struct Transition {
  Place place;
  std::string go;
  std::vector<Action> actions;
};

enum class WaitsFor {
  key,      ///< asks; one key, or silence
  played,   ///< speaks, and goes on at the end of it; a key may cut in
  nothing,  ///< speaks, and hangs up
};

struct State {
  std::string name;
  Place place;
  WaitsFor waits_for = WaitsFor::nothing;
  int tries = 0;         ///< how often it asks, the first time included; 0: not given
  int repeats = 0;       ///< how often it may be heard again; 0: not given
  bool machine = false;  ///< a machine may be listening here, whatever the way to it
  std::map<char, Transition> keys;
  std::optional<Transition> otherwise;  ///< any other key
  std::optional<Transition> silence;
  std::optional<Transition> played;
  std::optional<Transition> enough;   ///< tries or repeats are used up
  std::optional<Transition> hung_up;  ///< always goes to `end`
};

struct Definition {
  std::string title;  ///< for people; may be empty
  std::string start;
  Place start_place;
  std::vector<std::string> languages;  ///< the first one's templates have no suffix
  std::vector<State> states;           ///< in the order of the file

  const State* find(std::string_view name) const;
};

/// Reads flow.toml. What is wrong with the file by itself is added to `findings`; whether its states fit together is
/// the checker's business.
Definition read_definition(std::string_view toml, std::vector<Finding>& findings);

}  // namespace courtesy::flow
