#include "flow/transition_reader.h"

#include <algorithm>
#include <set>

namespace courtesy::flow {
namespace {

constexpr std::array<std::string_view, 4> transition_keys{"back", "do", "go", "when"};
constexpr std::string_view emit_verb = "emit ";

class Reader {
 public:
  explicit Reader(TomlFaults& faults) : faults_(faults) {}

  std::optional<Transition> read(Place place, const toml::node& value) {
    if (const toml::array* list = value.as_array()) return alternatives(place, *list);
    auto one = single(place, value);
    if (one && !one->when.empty()) last_is_guarded(*one);
    return one;
  }

  std::optional<Transition> hang_up(Place place, const toml::node& value) {
    Transition read{.place = place, .go = std::string(end)};
    if (value.value<std::string>() == "nothing") return read;
    const toml::table* table = value.as_table();
    if (table == nullptr) {
      faults_.add("bad-value", place,
                  "hung_up only does: write hung_up = { do = [\"left_on_machine\"] }, or hung_up = \"nothing\"");
      return std::nullopt;
    }
    faults_.known_keys(*table, transition_keys, "a transition");
    for (const std::string_view name : {"go", "back", "when"}) {
      if (const toml::node* node = table->get(name)) {
        faults_.add("bad-value", place_of(node->source()),
                    fmt::format("hung_up goes nowhere: the call is over; leave out {}", name));
      }
    }
    if (const toml::node* actions = table->get("do")) add_actions(*actions, read);
    return read;
  }

 private:
  /// The last is what is taken when no guard holds; the others hang on it.
  std::optional<Transition> alternatives(Place place, const toml::array& list) {
    std::vector<Transition> all;
    for (const toml::node& item : list) {
      auto one = single(place_of(item.source()), item);
      if (!one) return std::nullopt;
      all.push_back(std::move(*one));
    }
    if (all.empty()) {
      faults_.add("bad-value", place,
                  "an empty list of alternatives: write [{ when = \"open_now\", go = ... }, { go = ... }]");
      return std::nullopt;
    }
    Transition last = std::move(all.back());
    all.pop_back();
    for (auto one = all.begin(); one != all.end(); ++one) {
      const auto before =
          std::find_if(all.begin(), one, [&](const Transition& other) { return other.when == one->when; });
      if (before != one && !one->when.empty()) {
        faults_.add(
            "never-happens", one->place,
            fmt::format("{} is asked before, on line {}: where it holds that alternative is taken, and this one "
                        "never is",
                        one->when, before->place.line));
      }
      if (one->when.empty()) {
        faults_.add(
            "never-happens", one->place,
            "this alternative has no \"when\", so those behind it are never taken: only the last may have none");
      }
    }
    if (!last.when.empty()) last_is_guarded(last);
    last.guarded = std::move(all);
    return last;
  }

  void last_is_guarded(const Transition& last) {
    faults_.add("guard-without-last", last.place,
                fmt::format("what happens when {} does not hold? Write a list, whose last has no \"when\": "
                            "[{{ when = \"{}\", go = \"{}\" }}, {{ go = ... }}]",
                            last.when, last.when, last.go));
  }

  /// `"menu"` or a table.
  std::optional<Transition> single(Place place, const toml::node& value) {
    Transition read{.place = place};
    if (const auto go = value.value<std::string>()) {
      read.go = *go;
      return read;
    }
    const toml::table* table = value.as_table();
    if (table == nullptr) {
      faults_.add("bad-value", place, "a transition is \"STATE\" or { go = \"STATE\", do = [\"ACTION\"] }");
      return std::nullopt;
    }
    faults_.known_keys(*table, transition_keys, "a transition");
    const auto text = [&](std::string_view name) {
      const toml::node* node = table->get(name);
      return node == nullptr ? std::nullopt : node->value<std::string>();
    };
    const auto go = text("go");
    const auto back = text("back");
    if (!go == !back) {
      faults_.add("missing-key", place,
                  go ? "go and back at once: back is a counted way to an earlier state, go any other"
                     : "no go: name the state that comes next, like go = \"menu\"");
      return std::nullopt;
    }
    read.go = go ? *go : *back;
    read.back = !go;
    if (const toml::node* actions = table->get("do")) add_actions(*actions, read);
    if (const toml::node* when = table->get("when")) guard(*when, read);
    return read;
  }

  void guard(const toml::node& node, Transition& read) {
    const auto flag = node.value<std::string>();
    if (flag) read.when = *flag;
    if (!flag || !is_one_of(flag_names, *flag)) {
      faults_.add(
          "no-such-guard", place_of(node.source()),
          fmt::format("{} is no condition: there are {}", flag ? "\"" + *flag + "\"" : "this", comma_list(flag_names)));
    }
  }

  void add_actions(const toml::node& node, Transition& read) {
    std::set<std::string> said;
    if (const toml::array* list = node.as_array()) {
      for (const toml::node& item : *list) action(item, read, said);
    } else {
      action(node, read, said);
    }
  }

  void action(const toml::node& item, Transition& read, std::set<std::string>& said) {
    const auto text = item.value<std::string>();
    if (text && !said.insert(*text).second) {
      faults_.add("bad-value", place_of(item.source()), fmt::format("\"{}\" stands here twice: once is enough", *text));
      return;
    }
    if (text && text->starts_with(emit_verb) && is_name(std::string_view(*text).substr(emit_verb.size()))) {
      read.events.push_back(text->substr(emit_verb.size()));
    } else if (const auto known = text ? parse_action(*text) : std::nullopt) {
      read.actions.push_back(*known);
    } else {
      std::vector<std::string_view> names;
      for (const Action one : all_actions) names.push_back(to_string(one));
      faults_.add("no-such-action", place_of(item.source()),
                  fmt::format("{} is no action: there are {}, and \"emit EVENT\"", text ? "\"" + *text + "\"" : "this",
                              comma_list(names)));
    }
  }

  TomlFaults& faults_;
};

}  // namespace

std::optional<Transition> read_transition(Place place, const toml::node& value, TomlFaults& faults) {
  return Reader(faults).read(place, value);
}

std::optional<Transition> read_hang_up(Place place, const toml::node& value, TomlFaults& faults) {
  return Reader(faults).hang_up(place, value);
}

}  // namespace courtesy::flow
