// Reads the numbers file (personas/directory.h); the one place that knows TOML.
// The whole program must agree on how toml++ is set up, or its inline functions mix (flow/definition.cpp has the same).
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <map>

#include "base/phone/number.h"
#include "phonenet/personas/directory.h"

namespace courtesy::phonenet {
namespace {

constexpr double most_weight = 1e6;

Error wrong(const toml::node& node, std::string_view what) {
  const auto begin = node.source().begin;
  return invalid(fmt::format("numbers file, line {}, column {}: {}", begin.line, begin.column, what));
}

// Here and below: TOML's `nan` is in no range, so that what is asked is whether a number is within.
Result<milliseconds> read_seconds(const toml::node& node) {
  const auto value = node.value<double>();
  if (!value || !(*value >= 0 && *value <= 86'400)) return wrong(node, "must be seconds from 0 to 86400");
  return milliseconds{static_cast<std::int64_t>(*value * 1000)};
}

/// { median = 9, sigma = 0.45, least = 3.5, most = 30 }
Result<Span> read_log_normal(const toml::table& table) {
  Span span{milliseconds{0}, hours{24}};
  for (const auto& [key, node] : table) {
    if (key == "median") {
      span.median = TRY(read_seconds(node));
    } else if (key == "least") {
      span.least = TRY(read_seconds(node));
    } else if (key == "most") {
      span.most = TRY(read_seconds(node));
    } else if (key == "sigma") {
      const auto sigma = node.value<double>();
      if (!sigma || !(*sigma > 0 && *sigma <= 3)) return wrong(node, "sigma must be above 0, 3 at most");
      span.sigma = *sigma;
    } else {
      return wrong(node, "a log-normal length is { median, sigma, least, most }");
    }
  }
  if (span.sigma <= 0 || span.median <= milliseconds{0} || span.least > span.most) {
    return wrong(table, "a log-normal length has a median and a sigma, and least is not more than most");
  }
  return span;
}

Result<Span> read_span(const toml::node& node) {
  const auto* pair = node.as_array();
  if (const auto* table = node.as_table()) return read_log_normal(*table);
  if (pair == nullptr) {
    const auto both = TRY(read_seconds(node));
    return Span{both, both};
  }
  if (pair->size() != 2) return wrong(node, "must be seconds, [least, most], or { median, sigma, least, most }");
  const Span span{TRY(read_seconds(*pair->get(0))), TRY(read_seconds(*pair->get(1)))};
  if (span.least > span.most) return wrong(node, "the first must not be more than the second");
  return span;
}

Result<void> read_count(const toml::node& node, int& out, int most) {
  const auto value = node.value_exact<std::int64_t>();
  if (!value || *value < 0 || *value > most)
    return wrong(node, fmt::format("must be a whole number from 0 to {}", most));
  out = static_cast<int>(*value);
  return {};
}

Result<void> read_chance(const toml::node& node, double& out, double most) {
  const auto value = node.value<double>();
  if (!value || !(*value >= 0 && *value <= most)) return wrong(node, fmt::format("must be 0 to {}", most));
  out = *value;
  return {};
}

Result<void> read_tapes(const toml::node& node, std::vector<milliseconds>& out) {
  const auto* array = node.as_array();
  if (array == nullptr || array->empty()) return wrong(node, "must be a list of seconds, one of which it is");
  out.clear();
  for (const toml::node& one : *array) out.push_back(TRY(read_seconds(one)));
  return {};
}

Result<void> read_phrases(const toml::node& node, Persona& persona) {
  const auto* pair = node.as_array();
  if (pair == nullptr || pair->size() != 2) return wrong(node, "must be [least, most] phrases");
  TRY(read_count(*pair->get(0), persona.phrases_least, 20));
  TRY(read_count(*pair->get(1), persona.phrases_most, 20));
  if (persona.phrases_least < 1 || persona.phrases_least > persona.phrases_most) {
    return wrong(node, "must be [least, most] phrases, at least one");
  }
  return {};
}

Result<void> read_flag(const toml::node& node, bool& out) {
  const auto value = node.value_exact<bool>();
  if (!value) return wrong(node, "must be true or false");
  out = *value;
  return {};
}

Result<void> read_text(const toml::node& node, std::string& out) {
  const auto text = node.value_exact<std::string_view>();
  if (!text) return wrong(node, "must be text");
  out = *text;
  return {};
}

Result<ScriptStep> read_step(const toml::table& table) {
  ScriptStep step;
  for (const auto& [key, node] : table) {
    if (key == "hears") {
      TRY(read_text(node, step.hears));
    } else if (key == "says") {
      TRY(read_text(node, step.says));
    } else if (key == "presses") {
      TRY(read_text(node, step.presses));
      if (step.presses.find_first_not_of("0123456789*#") != std::string::npos) return wrong(node, "keys are 0-9 * #");
    } else if (key == "wait") {
      step.wait = TRY(read_seconds(node));
    } else if (key == "seconds") {
      step.lasts = TRY(read_seconds(node));
    } else if (key == "hangs_up") {
      TRY(read_flag(node, step.hangs_up));
    } else {
      return wrong(node, fmt::format("a step has no '{}'", key.str()));
    }
  }
  return step;
}

Result<void> read_key(const toml::node& node, char& out) {
  const auto value = node.value_exact<std::string_view>();
  if (!value || value->size() != 1 || std::string_view("0123456789*#").find((*value)[0]) == std::string_view::npos) {
    return wrong(node, "must be one of \"0\" to \"9\", \"*\", \"#\"");
  }
  out = (*value)[0];
  return {};
}

template <typename Value, typename Named>
Result<void> read_word(const toml::node& node, Value& out, Named named, std::string_view words) {
  const auto text = node.value_exact<std::string_view>();
  const auto value = text ? named(*text) : std::nullopt;
  if (!value) return wrong(node, fmt::format("must be one of {}", words));
  out = *value;
  return {};
}

Result<std::vector<ScriptStep>> read_steps(const toml::node& node) {
  const auto* array = node.as_array();
  if (array == nullptr || array->size() > 100) return wrong(node, "must be a list of at most 100 steps, { … } each");
  std::vector<ScriptStep> steps;
  for (const toml::node& one : *array) {
    const auto* table = one.as_table();
    if (table == nullptr) return wrong(one, "a step is { hears, wait, presses, says, seconds, hangs_up }");
    steps.push_back(TRY(read_step(*table)));
  }
  return steps;
}

Result<void> read_value(std::string_view name, const toml::node& node, Persona& persona) {
  const std::map<std::string_view, Span Persona::*> spans{{"pick_up", &Persona::pick_up},
                                                          {"react", &Persona::react},
                                                          {"patience", &Persona::patience},
                                                          {"greeting", &Persona::greeting},
                                                          {"before_beep", &Persona::before_beep},
                                                          {"recording", &Persona::recording},
                                                          {"reply_after", &Persona::reply_after},
                                                          {"talks", &Persona::talks},
                                                          {"before_hello", &Persona::before_hello},
                                                          {"hello", &Persona::hello},
                                                          {"goes_on", &Persona::goes_on},
                                                          {"bears_silence", &Persona::bears_silence},
                                                          {"before_greeting", &Persona::before_greeting},
                                                          {"pauses", &Persona::pauses},
                                                          {"beep", &Persona::beep},
                                                          {"second_beep", &Persona::second_beep},
                                                          {"silence_limit", &Persona::silence_limit},
                                                          {"screens", &Persona::screens}};
  const std::map<std::string_view, double Persona::*> chances{{"presses", &Persona::presses},
                                                              {"first_key_wrong", &Persona::first_key_wrong},
                                                              {"pause_chance", &Persona::pause_chance},
                                                              {"hears_silence", &Persona::hears_silence},
                                                              {"person_chance", &Persona::person_chance},
                                                              {"machine_chance", &Persona::machine_chance},
                                                              {"leaves_a_minute", &Persona::leaves_a_minute}};
  if (const auto chance = chances.find(name); chance != chances.end()) {
    return read_chance(node, persona.*(chance->second), name == "leaves_a_minute" ? 60 : 1);
  }
  if (const auto span = spans.find(name); span != spans.end()) {
    persona.*(span->second) = TRY(read_span(node));
    return {};
  }
  if (name == "reach")
    return read_word(node, persona.reach, reach_named, "answers, busy, no_answer, not_in_service, by_hand");
  if (name == "wish") return read_word(node, persona.wish, wish_named, "nothing, confirm, cancel, call_back, opt_out");
  if (name == "at_the_offer") return read_flag(node, persona.at_the_offer);
  if (name == "records") return read_flag(node, persona.records);
  if (name == "fax") return read_flag(node, persona.fax);
  if (name == "tapes") return read_tapes(node, persona.tapes);
  if (name == "phrases") return read_phrases(node, persona);
  if (name == "interrupts") return read_flag(node, persona.interrupts);
  if (name == "gives_up") return read_flag(node, persona.gives_up);
  if (name == "machine") return read_flag(node, persona.machine);
  if (name == "beeps") return read_flag(node, persona.beeps);
  if (name == "repeats") return read_count(node, persona.repeats, 20);
  if (name == "wrong_keys") return read_count(node, persona.wrong_keys, 20);
  if (name == "text_error") return read_count(node, persona.text_error, 99'999);
  if (name == "key") return read_key(node, persona.key);
  if (name == "says") return read_text(node, persona.says);
  if (name == "script") {
    persona.script = TRY(read_steps(node));
    return {};
  }
  if (name == "reply") {
    const auto text = node.value_exact<std::string_view>();
    if (!text) return wrong(node, "must be text; \"-\" answers nothing");
    persona.reply = *text;
    return {};
  }
  return wrong(node, fmt::format("a persona has no '{}'", name));
}

}  // namespace

class NumbersFile {
 public:
  Result<Directory> read(std::string_view text) {
    const toml::parse_result parsed = toml::parse(text);
    if (!parsed) {
      const auto& fault = parsed.error();
      return invalid(fmt::format("numbers file, line {}, column {}: {}", fault.source().begin.line,
                                 fault.source().begin.column, fault.description()));
    }
    const toml::table& root = parsed.table();
    for (const auto& [name, node] : root) {
      if (name != "personas" && name != "numbers" && name != "mix") {
        return wrong(node, fmt::format("no table '{}' is known: personas, numbers, mix are", name.str()));
      }
      if (!node.is_table()) return wrong(node, "must be a table");
    }
    if (const auto* personas = root["personas"].as_table()) TRY(read_personas(*personas));
    if (const auto* numbers = root["numbers"].as_table()) TRY(read_numbers(*numbers));
    if (const auto* mix = root["mix"].as_table()) TRY(read_mix(*mix));
    return std::move(directory_);
  }

 private:
  Result<const Persona*> named(std::string_view name, const toml::node& at) const {
    if (const auto own = own_.find(std::string(name)); own != own_.end()) return &own->second;
    if (const Persona* built_in = built_in_persona(name)) return built_in;
    return wrong(at, fmt::format("no persona is called '{}'", name));
  }

  /// `from` names the persona whose values are the start; all other keys change them.
  Result<Persona> read_persona(const toml::table& table, std::string_view from) const {
    const toml::node* base = table.get(from);
    const auto name =
        base == nullptr ? std::optional<std::string_view>("confirms") : base->value_exact<std::string_view>();
    if (!name) return wrong(*base, "must be a persona's name");
    Persona persona = *TRY(named(*name, base == nullptr ? table : *base));
    for (const auto& [key, node] : table) {
      if (key.str() == from) continue;
      if (key == "then_person" || key == "then_machine") {
        const auto then = node.value_exact<std::string_view>();
        if (!then) return wrong(node, "must be a persona's name");
        auto& whom = key == "then_person" ? persona.then_person : persona.then_machine;
        whom = std::make_shared<const Persona>(*TRY(named(*then, node)));
        continue;
      }
      TRY(read_value(key.str(), node, persona));
    }
    return persona;
  }

  Result<void> read_personas(const toml::table& personas) {
    // A persona may be like one that stands further down: read in rounds until none is left.
    std::map<std::string, const toml::table*> left;
    for (const auto& [name, node] : personas) {
      if (!node.is_table()) return wrong(node, "must be a table");
      left.emplace(name.str(), node.as_table());
    }
    while (!left.empty()) {
      const auto ready = std::find_if(left.begin(), left.end(), [&](const auto& one) {
        const auto is_read = [&](std::string_view key) {
          const auto name = (*one.second)[key].template value<std::string>();
          return !name || *name == one.first || left.count(*name) == 0;
        };
        return is_read("like") && is_read("then_person") && is_read("then_machine");
      });
      if (ready == left.end()) return wrong(*left.begin()->second, "these personas are like each other in a circle");
      Persona persona = TRY(read_persona(*ready->second, "like"));
      persona.name = ready->first;
      own_.insert_or_assign(ready->first, std::move(persona));
      left.erase(ready);
    }
    return {};
  }

  Result<void> read_numbers(const toml::table& numbers) {
    for (const auto& [number, node] : numbers) {
      if (!PhoneNumber::parse(number.str())) {
        return wrong(node, fmt::format("'{}' is no number in E.164, like \"+12125550101\"", number.str()));
      }
      if (const auto name = node.value_exact<std::string_view>()) {
        directory_.numbers_.emplace(number.str(), *TRY(named(*name, node)));
      } else if (const auto* table = node.as_table()) {
        directory_.numbers_.emplace(number.str(), TRY(read_persona(*table, "persona")));
      } else {
        return wrong(node, "must be a persona's name, or { persona = \"…\", … }");
      }
    }
    return {};
  }

  Result<void> read_mix(const toml::table& mix) {
    directory_.mix_.clear();
    for (const auto& [name, node] : mix) {
      const auto weight = node.value<double>();
      if (!weight || !(*weight >= 0 && *weight <= most_weight)) return wrong(node, "must be a weight, 0 to 1000000");
      directory_.mix_.emplace_back(*TRY(named(name.str(), node)), *weight);
    }
    double sum = 0;
    for (const auto& one : directory_.mix_) sum += one.second;
    if (sum <= 0) return wrong(mix, "the weights add up to nothing");
    return {};
  }

  std::map<std::string, Persona> own_;
  Directory directory_;
};

Result<std::vector<ScriptStep>> read_script(std::string_view text) {
  if (is_json_script(text)) return read_json_script(text);
  const toml::parse_result parsed = toml::parse(fmt::format("script = {}", text));
  if (!parsed) {
    return invalid(fmt::format("script, line {}, column {}: {}", parsed.error().source().begin.line,
                               parsed.error().source().begin.column, parsed.error().description()));
  }
  if (parsed.table().size() != 1) return invalid("script: one list of steps");
  return read_steps(*parsed.table().get("script"));
}

Result<Directory> Directory::read(std::string_view toml) { return NumbersFile().read(toml); }

}  // namespace courtesy::phonenet
