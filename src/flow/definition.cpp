#include "flow/definition.h"

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>

#include "flow/names.h"

namespace courtesy::flow {
namespace {

constexpr std::string_view file = "flow.toml";
constexpr std::array<std::string_view, 5> top_keys{"format", "languages", "start", "states", "title"};
constexpr std::array<std::string_view, 5> state_keys{"machine", "on", "repeats", "tries", "waits_for"};
constexpr std::array<std::string_view, 2> transition_keys{"do", "go"};
constexpr std::string_view inputs = "0-9, \"*\", \"#\", otherwise, silence, played, enough, hung_up";

constexpr Action all_actions[] = {Action::confirm,    Action::cancel,          Action::request_call_back,
                                  Action::opt_out,    Action::heard_by_person, Action::left_on_machine,
                                  Action::acknowledge};

Place place_of(const toml::source_region& source) {
  return {static_cast<int>(source.begin.line), static_cast<int>(source.begin.column)};
}

bool is_name(std::string_view text) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  return !text.empty() && text.size() <= 40 && letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

class Reader {
 public:
  explicit Reader(std::vector<Finding>& findings) : findings_(findings) {}

  Definition read(std::string_view text) {
    const toml::parse_result parsed = toml::parse(text);
    Definition definition;
    if (!parsed) {
      add(place_of(parsed.error().source()), std::string(parsed.error().description()));
      return definition;
    }
    const toml::table& root = parsed.table();
    known_keys(root, top_keys, "flow.toml");
    format(root);
    definition.title = root["title"].value_or<std::string>("");
    languages(root, definition);
    start(root, definition);
    states(root, definition);
    return definition;
  }

 private:
  void add(Place place, std::string message) { findings_.push_back({std::string(file), place, std::move(message)}); }

  template <std::size_t size>
  void known_keys(const toml::table& table, const std::array<std::string_view, size>& known, std::string_view where) {
    for (const auto& [key, value] : table) {
      if (is_one_of(known, key.str())) continue;
      add(place_of(key.source()), fmt::format("{} has no \"{}\": it has {}", where, key.str(), comma_list(known)));
    }
  }

  void format(const toml::table& root) {
    const toml::node* node = root.get("format");
    if (node == nullptr) return add({1, 1}, "no format: begin the file with \"format = 1\"");
    if (node->value<std::int64_t>() != 1) add(place_of(node->source()), "format must be 1, the only one there is");
  }

  void languages(const toml::table& root, Definition& definition) {
    const toml::node* node = root.get("languages");
    if (node == nullptr) return add({1, 1}, "no languages: write for example languages = [\"en\"]");
    const toml::array* list = node->as_array();
    if (list == nullptr || list->empty()) {
      return add(place_of(node->source()), "languages must be a list like [\"en\", \"es\"]; the first needs no suffix");
    }
    for (const toml::node& item : *list) {
      const auto language = item.value<std::string>();
      const bool good = language && language->size() == 2 && is_name(*language);
      if (!good) {
        add(place_of(item.source()), "a language is two small letters (ISO 639-1), like \"en\"");
      } else if (std::count(definition.languages.begin(), definition.languages.end(), *language) != 0) {
        add(place_of(item.source()), fmt::format("\"{}\" stands here twice", *language));
      } else {
        definition.languages.push_back(*language);
      }
    }
  }

  void start(const toml::table& root, Definition& definition) {
    const toml::node* node = root.get("start");
    const auto name = node == nullptr ? std::nullopt : node->value<std::string>();
    if (!name) {
      return add(node == nullptr ? Place{1, 1} : place_of(node->source()),
                 "no start: name the state that the call begins with, like start = \"opening\"");
    }
    definition.start = *name;
    definition.start_place = place_of(node->source());
  }

  void states(const toml::table& root, Definition& definition) {
    const toml::table* tables = root["states"].as_table();
    if (tables == nullptr || tables->empty()) return add({1, 1}, "no states: write one as [states.opening]");
    for (const auto& [key, value] : *tables) {
      const toml::table* table = value.as_table();
      const Place place = place_of(key.source());
      if (table == nullptr) {
        add(place, fmt::format("a state is a table: write [states.{}]", key.str()));
      } else if (!is_name(key.str()) || key.str() == again || key.str() == repeat || key.str() == end) {
        add(place, fmt::format("\"{}\" cannot name a state: small letters, digits and _ (at most 40), a letter first, "
                               "and not again, repeat or end",
                               key.str()));
      } else {
        definition.states.push_back(state(std::string(key.str()), place, *table));
      }
    }
    std::stable_sort(definition.states.begin(), definition.states.end(),
                     [](const State& a, const State& b) { return a.place.line < b.place.line; });
  }

  State state(std::string name, Place place, const toml::table& table) {
    const std::string where = "states." + name;
    known_keys(table, state_keys, where);
    State read{.name = std::move(name), .place = place};
    waits_for(table, read, where);
    read.tries = count(table, "tries", {2, 9}, where);
    read.repeats = count(table, "repeats", {1, 9}, where);
    if (const toml::node* machine = table.get("machine")) {
      read.machine = machine->value<bool>().value_or(false);
      if (!machine->is_boolean()) add(place_of(machine->source()), "machine must be true or false");
    }
    if (const toml::node* on = table.get("on")) {
      if (const toml::table* transitions = on->as_table()) {
        for (const auto& [key, value] : *transitions) input(read, key, value);
      } else {
        add(place_of(on->source()), fmt::format("on must be a table: write [{}.on]", where));
      }
    }
    return read;
  }

  void waits_for(const toml::table& table, State& state, const std::string& where) {
    const toml::node* node = table.get("waits_for");
    const auto text = node == nullptr ? std::nullopt : node->value<std::string>();
    if (text == "key") {
      state.waits_for = WaitsFor::key;
    } else if (text == "played") {
      state.waits_for = WaitsFor::played;
    } else if (text == "nothing") {
      state.waits_for = WaitsFor::nothing;
    } else {
      add(node == nullptr ? state.place : place_of(node->source()),
          fmt::format("{}: waits_for must be \"key\" (it asks), \"played\" (it goes on after its prompt) or "
                      "\"nothing\" (it hangs up)",
                      where));
    }
  }

  struct Bounds {
    int least;
    int most;
  };
  int count(const toml::table& table, std::string_view name, Bounds bounds, const std::string& where) {
    const toml::node* node = table.get(name);
    if (node == nullptr) return 0;
    const auto value = node->value<std::int64_t>();
    if (value && node->is_integer() && *value >= bounds.least && *value <= bounds.most) return static_cast<int>(*value);
    add(place_of(node->source()),
        fmt::format("{}: {} must be a whole number from {} to {}", where, name, bounds.least, bounds.most));
    return 0;
  }

  void input(State& state, const toml::key& key, const toml::node& value) {
    const std::string_view name = key.str();
    const Place place = place_of(key.source());
    const bool hangs_up = name == "hung_up";
    std::optional<Transition> read = transition(place, value, hangs_up);
    if (!read) return;
    if (name.size() == 1 && std::string_view("0123456789*#").find(name) != std::string_view::npos) {
      state.keys.emplace(name.front(), std::move(*read));
    } else if (name == "otherwise") {
      state.otherwise = std::move(read);
    } else if (name == "silence") {
      state.silence = std::move(read);
    } else if (name == "played") {
      state.played = std::move(read);
    } else if (name == "enough") {
      state.enough = std::move(read);
    } else if (hangs_up) {
      state.hung_up = std::move(read);
    } else {
      add(place, fmt::format("\"{}\" is no input: it may be {}", name, inputs));
    }
  }

  /// `"menu"` or `{ go = "menu", do = ["confirm"] }`; after hanging up there is nowhere to go.
  std::optional<Transition> transition(Place place, const toml::node& value, bool hangs_up) {
    Transition read{.place = place};
    if (const auto go = value.value<std::string>(); go && !hangs_up) {
      read.go = *go;
      return read;
    }
    const toml::table* table = value.as_table();
    if (table == nullptr) {
      add(place, hangs_up ? "hung_up only does: write hung_up = { do = [\"left_on_machine\"] }"
                          : "a transition is \"STATE\" or { go = \"STATE\", do = [\"ACTION\"] }");
      return std::nullopt;
    }
    known_keys(*table, transition_keys, "a transition");
    const toml::node* go = table->get("go");
    const auto target = go == nullptr ? std::nullopt : go->value<std::string>();
    if (hangs_up && go != nullptr) add(place_of(go->source()), "hung_up goes nowhere: the call is over; leave out go");
    if (!hangs_up && !target) {
      add(place, "no go: name the state that comes next, like go = \"menu\"");
      return std::nullopt;
    }
    read.go = hangs_up ? std::string(end) : *target;
    if (const toml::node* actions = table->get("do")) read.actions = actions_of(*actions);
    return read;
  }

  std::vector<Action> actions_of(const toml::node& node) {
    std::vector<Action> actions;
    const auto one = [&](const toml::node& item) {
      const auto text = item.value<std::string>();
      const auto action = text ? parse_action(*text) : std::nullopt;
      if (action) {
        actions.push_back(*action);
      } else {
        std::vector<std::string_view> names;
        for (const Action known : all_actions) names.push_back(to_string(known));
        add(place_of(item.source()),
            fmt::format("{} is no action: there are {}", text ? "\"" + *text + "\"" : "this", comma_list(names)));
      }
    };
    if (const toml::array* list = node.as_array()) {
      for (const toml::node& item : *list) one(item);
    } else {
      one(node);
    }
    return actions;
  }

  std::vector<Finding>& findings_;
};

}  // namespace

const State* Definition::find(std::string_view name) const {
  const auto found = std::find_if(states.begin(), states.end(), [&](const State& state) { return state.name == name; });
  return found == states.end() ? nullptr : &*found;
}

Definition read_definition(std::string_view toml, std::vector<Finding>& findings) {
  return Reader(findings).read(toml);
}

}  // namespace courtesy::flow
