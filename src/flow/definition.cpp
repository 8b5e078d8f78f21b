#include "flow/definition.h"

#include <algorithm>

#include "flow/questions.h"
#include "flow/toml_reading.h"
#include "flow/transition_reader.h"

namespace courtesy::flow {
namespace {

constexpr std::string_view file = "flow.toml";
constexpr std::array<std::string_view, 10> top_keys{"direction", "facts",  "format", "languages", "on",
                                                    "returns",   "rounds", "start",  "states",    "title"};
constexpr std::array<std::string_view, 16> state_keys{"ask",     "fact",  "field",     "finish",  "kind",    "least",
                                                      "machine", "most",  "on",        "purpose", "repeats", "run",
                                                      "seconds", "tries", "waits_for", "with"};
constexpr std::array<std::string_view, 1> on_keys{"hung_up"};
constexpr std::array<std::string_view, 1> fact_keys{"confidential"};
constexpr std::array<std::string_view, 6> other_inputs{"connected",     "entered", "machine",
                                                       "not_connected", "person",  "recorded"};
constexpr std::string_view inputs =
    "0-9, \"*\", \"#\", otherwise, silence, played, enough, hung_up, entered, recorded, connected, not_connected, "
    "machine, person";

constexpr std::array all_waits{WaitsFor::key,       WaitsFor::played, WaitsFor::nothing, WaitsFor::digits,
                               WaitsFor::recording, WaitsFor::dial,   WaitsFor::answer,  WaitsFor::flow};

/// Which of a state's keys belong to what it waits for.
struct OwnKey {
  std::string_view key;
  WaitsFor waits_for;
  bool required;
};
constexpr OwnKey own_keys[] = {
    {"field", WaitsFor::digits, true},    {"least", WaitsFor::digits, false}, {"most", WaitsFor::digits, true},
    {"finish", WaitsFor::digits, false},  {"kind", WaitsFor::digits, true},   {"seconds", WaitsFor::recording, true},
    {"ask", WaitsFor::answer, true},      {"fact", WaitsFor::answer, false},  {"with", WaitsFor::answer, false},
    {"purpose", WaitsFor::answer, false}, {"run", WaitsFor::flow, true},
};

struct Bounds {
  int least;
  int most;
};

class Reader {
 public:
  explicit Reader(std::vector<Finding>& findings) : faults_(std::string(file), findings) {}

  Definition read(std::string_view text) {
    const toml::parse_result parsed = toml::parse(text);
    Definition definition;
    if (!parsed) {
      add("toml-syntax", place_of(parsed.error().source()), std::string(parsed.error().description()));
      return definition;
    }
    const toml::table& root = parsed.table();
    faults_.known_keys(root, top_keys, "flow.toml");
    format(root);
    if (const auto title = text_of(root, "title")) definition.title = *title;
    languages(root, definition);
    start(root, definition);
    direction(root, definition);
    definition.rounds = count(root, "rounds", {1, 9}, "flow.toml");
    returns(root, definition);
    facts(root, definition);
    on(root, definition);
    states(root, definition);
    return definition;
  }

 private:
  void add(std::string_view code, Place place, std::string message) { faults_.add(code, place, std::move(message)); }

  void format(const toml::table& root) {
    const toml::node* node = root.get("format");
    if (node == nullptr) return add("missing-key", {1, 1}, "no format: begin the file with \"format = 1\"");
    if (node->value<std::int64_t>() != 1) {
      add("bad-value", place_of(node->source()), "format must be 1, the only one there is");
    }
  }

  void languages(const toml::table& root, Definition& definition) {
    const toml::node* node = root.get("languages");
    if (node == nullptr) return add("missing-key", {1, 1}, "no languages: write for example languages = [\"en\"]");
    const toml::array* list = node->as_array();
    if (list == nullptr || list->empty()) {
      return add("bad-value", place_of(node->source()),
                 "languages must be a list like [\"en\", \"es\"]; the first needs no suffix");
    }
    for (const toml::node& item : *list) {
      const auto language = item.value<std::string>();
      const bool good = language && language->size() == 2 && is_name(*language);
      if (!good) {
        add("bad-value", place_of(item.source()), "a language is two small letters (ISO 639-1), like \"en\"");
      } else if (std::count(definition.languages.begin(), definition.languages.end(), *language) != 0) {
        add("bad-value", place_of(item.source()), fmt::format("\"{}\" stands here twice", *language));
      } else {
        definition.languages.push_back(*language);
      }
    }
  }

  void start(const toml::table& root, Definition& definition) {
    const toml::node* node = root.get("start");
    const auto name = node == nullptr ? std::nullopt : node->value<std::string>();
    if (!name) {
      return add("missing-key", node == nullptr ? Place{1, 1} : place_of(node->source()),
                 "no start: name the state that the call begins with, like start = \"opening\"");
    }
    definition.start = *name;
    definition.start_place = place_of(node->source());
  }

  void direction(const toml::table& root, Definition& definition) {
    const toml::node* node = root.get("direction");
    if (node == nullptr) return;
    const auto text = node->value<std::string>();
    definition.inbound = text == "inbound";
    if (text != "inbound" && text != "outbound") {
      add("bad-value", place_of(node->source()),
          "direction must be \"outbound\" (the business rings; so it is when nothing is said) or \"inbound\"");
    }
  }

  void returns(const toml::table& root, Definition& definition) {
    const toml::node* node = root.get("returns");
    if (node == nullptr) return;
    const toml::array* list = node->as_array();
    const std::string_view expected = "returns must be a list of names like [\"proven\", \"unknown\"]";
    if (list == nullptr || list->empty()) return add("bad-value", place_of(node->source()), std::string(expected));
    for (const toml::node& item : *list) {
      const auto name = item.value<std::string>();
      if (name && std::ranges::find(definition.returns, *name) != definition.returns.end()) {
        add("bad-value", place_of(item.source()), fmt::format("\"{}\" stands here twice", *name));
      } else if (name && is_name(*name)) {
        definition.returns.push_back(*name);
      } else {
        add("bad-value", place_of(item.source()), std::string(expected));
      }
    }
  }

  void facts(const toml::table& root, Definition& definition) {
    const toml::node* node = root.get("facts");
    if (node == nullptr) return;
    const toml::table* tables = node->as_table();
    if (tables == nullptr) return add("bad-value", place_of(node->source()), "facts are tables: [facts.order_status]");
    for (const auto& [key, value] : *tables) {
      const toml::table* table = value.as_table();
      const Place place = place_of(key.source());
      if (table == nullptr || !is_name(key.str())) {
        add("bad-value", place, "a fact is a table with a name of small letters: write [facts.order_status]");
        continue;
      }
      faults_.known_keys(*table, fact_keys, fmt::format("facts.{}", key.str()));
      const toml::node* confidential = table->get("confidential");
      if (confidential == nullptr || !confidential->is_boolean()) {
        add("missing-key", place,
            fmt::format("facts.{}: say whether it is confidential = true (only for somebody who has proven who he is) "
                        "or false",
                        key.str()));
      }
      definition.facts.push_back(
          {.name = std::string(key.str()),
           .place = place,
           .confidential = confidential == nullptr || confidential->value<bool>().value_or(true)});
    }
  }

  void on(const toml::table& root, Definition& definition) {
    const toml::node* node = root.get("on");
    if (node == nullptr) return;
    const toml::table* table = node->as_table();
    if (table == nullptr) return add("bad-value", place_of(node->source()), "on must be a table: write [on]");
    faults_.known_keys(*table, on_keys, "on");
    if (const toml::node* hung_up = table->get("hung_up")) {
      definition.hung_up = read_hang_up(place_of(hung_up->source()), *hung_up, faults_);
    }
  }

  void states(const toml::table& root, Definition& definition) {
    const toml::table* tables = root["states"].as_table();
    if (tables == nullptr || tables->empty()) {
      return add("missing-key", {1, 1}, "no states: write one as [states.opening]");
    }
    for (const auto& [key, value] : *tables) {
      const toml::table* table = value.as_table();
      const Place place = place_of(key.source());
      if (table == nullptr) {
        add("bad-value", place, fmt::format("a state is a table: write [states.{}]", key.str()));
      } else if (!is_name(key.str()) || key.str() == again || key.str() == repeat || key.str() == end) {
        add("bad-value", place,
            fmt::format("\"{}\" cannot name a state: small letters, digits and _ (at most 40), a letter first, "
                        "and not again, repeat or end",
                        key.str()));
      } else {
        definition.states.push_back(state(std::string(key.str()), place, *table, definition));
      }
    }
    std::stable_sort(definition.states.begin(), definition.states.end(),
                     [](const State& a, const State& b) { return a.place.line < b.place.line; });
  }

  State state(std::string name, Place place, const toml::table& table, const Definition& definition) {
    const std::string where = "states." + name;
    faults_.known_keys(table, state_keys, where);
    State read{.name = std::move(name), .place = place};
    waits_for(table, read, where);
    own(table, read, where);
    read.tries = count(table, "tries", {2, 9}, where);
    read.repeats = count(table, "repeats", {1, 9}, where);
    if (const toml::node* machine = table.get("machine")) {
      read.machine = machine->value<bool>().value_or(false);
      if (!machine->is_boolean()) add("bad-value", place_of(machine->source()), "machine must be true or false");
    }
    if (const toml::node* node = table.get("on")) {
      if (const toml::table* transitions = node->as_table()) {
        for (const auto& [key, value] : *transitions) input(read, key, value);
      } else {
        add("bad-value", place_of(node->source()), fmt::format("on must be a table: write [{}.on]", where));
      }
    }
    if (!read.hung_up && !read.is_silent() && read.waits_for != WaitsFor::nothing) read.hung_up = definition.hung_up;
    return read;
  }

  void waits_for(const toml::table& table, State& state, const std::string& where) {
    const toml::node* node = table.get("waits_for");
    const auto text = node == nullptr ? std::nullopt : node->value<std::string>();
    for (const WaitsFor known : all_waits) {
      if (text != to_string(known)) continue;
      state.waits_for = known;
      return;
    }
    add(node == nullptr ? "missing-key" : "bad-value", node == nullptr ? state.place : place_of(node->source()),
        fmt::format("{}: waits_for must be \"key\" (it asks), \"digits\" (it asks for a value), \"played\" (it goes on "
                    "after its prompt), \"recording\", \"dial\", \"answer\", \"flow\" or \"nothing\" (it hangs up)",
                    where));
  }

  /// What belongs to one kind of state alone.
  void own(const toml::table& table, State& state, const std::string& where) {
    for (const OwnKey& own : own_keys) {
      const toml::node* node = table.get(own.key);
      if (node != nullptr && own.waits_for != state.waits_for) {
        add("unknown-key", place_of(node->source()),
            fmt::format("{}: {} belongs to a state that waits for \"{}\"", where, own.key, to_string(own.waits_for)));
      }
      if (node == nullptr && own.required && own.waits_for == state.waits_for) {
        add("missing-key", state.place,
            fmt::format("{} waits for \"{}\" and has no {}", where, to_string(state.waits_for), own.key));
      }
    }
    switch (state.waits_for) {
      case WaitsFor::digits: return digits(table, state, where);
      case WaitsFor::recording: state.seconds = count(table, "seconds", {1, 600}, where); return;
      case WaitsFor::answer: return question(table, state, where);
      case WaitsFor::flow: state.run = text_of(table, "run").value_or(""); return;
      case WaitsFor::key:
      case WaitsFor::played:
      case WaitsFor::nothing:
      case WaitsFor::dial: return;
    }
  }

  void digits(const toml::table& table, State& state, const std::string& where) {
    state.field = name_in(table, "field", where);
    state.length.most = std::max(1, count(table, "most", {1, 20}, where));
    state.length.least = std::max(1, count(table, "least", {1, 20}, where));
    if (state.length.least > state.length.most) {
      add("bad-value", place_of(table.get("least")->source()),
          fmt::format("{}: least is {} and most {}", where, state.length.least, state.length.most));
    }
    if (const toml::node* kind = table.get("kind")) {
      const auto known = parse_field_kind(kind->value<std::string>().value_or(""));
      state.kind = known.value_or(FieldKind::number);
      if (!known) {
        add("bad-value", place_of(kind->source()),
            fmt::format("{}: kind must be \"number\", \"code\", \"time\", \"money\" or \"secret\"", where));
      }
    }
    if (const toml::node* finish = table.get("finish")) {
      const auto key = finish->value<std::string>();
      state.finish = key.value_or("");
      if (!key || (*key != "#" && *key != "*" && !key->empty())) {
        add("bad-value", place_of(finish->source()),
            fmt::format("{}: finish must be \"#\", \"*\" or \"\" (only the number of digits ends it)", where));
      }
    }
  }

  void question(const toml::table& table, State& state, const std::string& where) {
    state.ask = text_of(table, "ask").value_or("");
    state.fact = name_in(table, "fact", where);
    state.with = name_in(table, "with", where);
    state.purpose = text_of(table, "purpose").value_or("");
    const toml::node* ask = table.get("ask");
    if (ask == nullptr) return;
    const QuestionKind* kind = find_question(state.ask);
    if (kind == nullptr) {
      std::vector<std::string_view> names;
      for (const QuestionKind& one : question_kinds()) names.push_back(one.name);
      return add("no-such-question", place_of(ask->source()),
                 fmt::format("\"{}\" is no question: there are {}", state.ask, comma_list(names)));
    }
    argument(table, state, {"with", kind->takes_value, kind->takes_value || kind->may_take_value});
    argument(table, state, {"fact", kind->names_fact, kind->names_fact});
    argument(table, state, {"purpose", kind->has_purpose, kind->has_purpose});
    if (!state.purpose.empty() && !is_one_of(code_purposes, state.purpose)) {
      add("bad-value", place_of(table.get("purpose")->source()),
          fmt::format("\"{}\" is no purpose of a task code: there are {}", state.purpose, comma_list(code_purposes)));
    }
  }

  struct Argument {
    std::string_view name;
    bool needed;
    bool allowed;
  };
  void argument(const toml::table& table, const State& state, Argument argument) {
    const toml::node* node = table.get(argument.name);
    if (node == nullptr && argument.needed) {
      add("missing-key", state.place, fmt::format("states.{}: {} needs \"{}\"", state.name, state.ask, argument.name));
    }
    if (node != nullptr && !argument.allowed) {
      add("unknown-key", place_of(node->source()),
          fmt::format("states.{}: {} takes no \"{}\"", state.name, state.ask, argument.name));
    }
  }

  std::optional<std::string> text_of(const toml::table& table, std::string_view name) {
    const toml::node* node = table.get(name);
    if (node == nullptr) return std::nullopt;
    if (!node->is_string()) {
      add("bad-value", place_of(node->source()), fmt::format("{0} must be text: write {0} = \"...\"", name));
    }
    return node->value<std::string>();
  }

  std::string name_in(const toml::table& table, std::string_view key, const std::string& where) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return {};
    const auto text = node->value<std::string>();
    if (text && is_name(*text)) return *text;
    add("bad-value", place_of(node->source()),
        fmt::format("{}: {} must be a name: small letters, digits and _, a letter first", where, key));
    return {};
  }

  int count(const toml::table& table, std::string_view name, Bounds bounds, std::string_view where) {
    const toml::node* node = table.get(name);
    if (node == nullptr) return 0;
    const auto value = node->value<std::int64_t>();
    if (value && node->is_integer() && *value >= bounds.least && *value <= bounds.most) return static_cast<int>(*value);
    add("bad-value", place_of(node->source()),
        fmt::format("{}: {} must be a whole number from {} to {}", where, name, bounds.least, bounds.most));
    return 0;
  }

  void input(State& state, const toml::key& key, const toml::node& value) {
    const std::string_view name = key.str();
    const Place place = place_of(key.source());
    if (name == "hung_up") {
      state.hung_up = read_hang_up(place, value, faults_);
      return;
    }
    std::optional<Transition> read = read_transition(place, value, faults_);
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
    } else if (is_one_of(other_inputs, name) || (state.is_silent() && is_name(name))) {
      state.others.emplace(name, std::move(*read));
    } else {
      add("no-such-input", place, fmt::format("\"{}\" is no input: it may be {}", name, inputs));
    }
  }

  TomlFaults faults_;
};

}  // namespace

std::string_view to_string(WaitsFor waits_for) {
  switch (waits_for) {
    case WaitsFor::key: return "key";
    case WaitsFor::played: return "played";
    case WaitsFor::nothing: return "nothing";
    case WaitsFor::digits: return "digits";
    case WaitsFor::recording: return "recording";
    case WaitsFor::dial: return "dial";
    case WaitsFor::answer: return "answer";
    case WaitsFor::flow: return "flow";
  }
  return "nothing";
}

const State* Definition::find(std::string_view name) const {
  const auto found = std::find_if(states.begin(), states.end(), [&](const State& state) { return state.name == name; });
  return found == states.end() ? nullptr : &*found;
}

const FactUse* Definition::find_fact(std::string_view name) const {
  const auto found = std::find_if(facts.begin(), facts.end(), [&](const FactUse& fact) { return fact.name == name; });
  return found == facts.end() ? nullptr : &*found;
}

Definition read_definition(std::string_view toml, std::vector<Finding>& findings) {
  return Reader(findings).read(toml);
}

}  // namespace courtesy::flow
